package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.tls.Certificates;
import org.banktransfer.service.tls.Certificates.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/// The whole way as a bank would run it: TLS with a CA of the institution's own, a certificate of
/// ours, and cards that only the institution can read. The sandbox opens them with another library.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class EncryptedForTheInstitutionTest {

    private static final long OPENING = 5_000;
    private static final int CUSTOMERS = 200;
    private static final int AT_ONCE = 8;
    private static final int ROTATIONS = 6;

    private Bank bank;
    private Certificates certificates;
    private Identity us;
    private Node node;

    @BeforeAll
    void open(@TempDir Path directory) {
        certificates = new Certificates(directory);
        var institution = certificates.signed("institution", "ip:127.0.0.1");
        us = certificates.signed("us", "dns:us.example");
        bank =
                Bank.open(
                        directory,
                        List.of(
                                "--encrypted-only",
                                "--tls-certificate=" + institution.certificate(),
                                "--tls-key=" + institution.key(),
                                "--tls-client-ca=" + certificates.ca()));
        node = bank.startNode(options(us));
    }

    @AfterAll
    void close() throws InterruptedException {
        var settings = new HashMap<>(secureSettings(us));
        // A hundred handshakes at once would outlast their time on a busy machine.
        settings.put("institutions.sandbox.calls-max", "8");
        settings.put("institutions.sandbox.calls-wait", "60s");
        settings.put("institutions.sandbox.connect-timeout", "20s");
        settings.put("institutions.sandbox.look-up-timeout", "20s");
        var audited = bank.auditWithStatements(settings);
        bank.close();
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
        assertThat(audited.text()).containsPattern("statements of sandbox USD: [1-9]");
    }

    @Test
    void cards_are_redeemed_encrypted_over_tls_while_the_institution_changes_its_keys()
            throws Exception {
        var operator = bank.operator(node);
        var purses =
                IntStream.range(0, CUSTOMERS)
                        .mapToObj(_ -> purse(bank.app(node), operator))
                        .toList();
        var places = new Semaphore(AT_ONCE);
        var seen = new ArrayList<Future<Seen>>();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CUSTOMERS; i++) {
                var purse = purses.get(i);
                places.acquire();
                if (i % (CUSTOMERS / ROTATIONS) == CUSTOMERS / ROTATIONS / 2) {
                    rotate(i % 2 == 0 ? "EC" : "RSA");
                }
                Callable<Seen> press =
                        () -> {
                            try {
                                return purse.settled(purse.press(Bank.newKey(), Optional.empty()));
                            } finally {
                                places.release();
                            }
                        };
                seen.add(customers.submit(press));
            }
        }

        for (int i = 0; i < CUSTOMERS; i++) {
            assertThat(seen.get(i).get().word())
                    .as(seen.get(i).get().toString())
                    .isEqualTo("completed");
            assertThat(purses.get(i).leftCard()).isEqualTo(OPENING);
            assertThat(purses.get(i).inAccount()).isEqualTo(OPENING);
        }
        assertThat(refusedForTheirKey(seen)).as("the keys were changed under way").isPositive();
    }

    /// The worst way to do it: the old keys are gone as soon as the new one is there.
    private void rotate(String kty) {
        var institution = bank.institution();
        var old = institution.keys();
        institution.makeKey(kty);
        old.forEach(institution::retireKey);
    }

    private long refusedForTheirKey(List<Future<Seen>> seen) {
        return seen.stream()
                .map(Future::resultNow)
                .flatMap(each -> bank.institution().requests(each.id()).valueStream())
                .filter(request -> request.path("outcome").asString("").equals("card_key_unknown"))
                .count();
    }

    @Test
    void a_node_without_a_certificate_is_not_let_in_and_sends_nothing() throws Exception {
        var stranger = bank.startNode(options(certificates.selfSigned("stranger", "dns:x")));
        try {
            var purse = purse(bank.app(stranger), bank.operator(stranger));
            var id = purse.press(Bank.newKey(), Optional.empty()).id();

            assertThat(bank.app(stranger).history(id).toString())
                    .contains("no key to encrypt the card to");
            assertThat(purse.leftCard()).isZero();
            // Another node, which is let in, ends it without the card.
            assertThat(purse.settled(purse.now(id)).word())
                    .isIn("reversed", "pending", "reversing");
        } finally {
            stranger.stop();
        }
    }

    private Purse purse(App app, App operator) {
        return Purse.of(bank, app, operator, "sandbox", OPENING);
    }

    private String[] options(Identity identity) {
        return secureSettings(identity).entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
    }

    private Map<String, String> secureSettings(Identity identity) {
        var url = bank.world().secureInstitutionUrl().toString();
        return Map.of(
                "institutions.sandbox.url", url,
                "institutions.sandbox.card-keys", url + "/v1/keys",
                "institutions.sandbox.trust", certificates.ca().toString(),
                "institutions.sandbox.client-certificate", identity.certificate().toString(),
                "institutions.sandbox.client-key", identity.key().toString());
    }
}
