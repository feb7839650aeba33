package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;

import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.InstitutionSettings.CardForm;
import org.banktransfer.service.connector.InstitutionSettings.ClientCertificate;
import org.banktransfer.service.connector.InstitutionSettings.Secrecy;
import org.banktransfer.service.connector.Tls;
import org.banktransfer.service.connector.statement.HttpStatements;
import org.banktransfer.service.tls.Certificates;
import org.banktransfer.service.tls.Certificates.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;

import javax.net.ssl.SSLServerSocket;

/// Whom we give a card number to, and as whom. Every answer comes over a real TLS socket.
class TlsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @TempDir private static Path directory;
    @TempDir private static Path elsewhere;
    private static Certificates bank;
    private static Certificates another;
    private static Identity server;
    private static Identity misnamed;
    private static Identity alone;
    private static Identity client;
    private static Identity stranger;

    @BeforeAll
    static void makeCertificates() {
        bank = new Certificates(directory);
        another = new Certificates(elsewhere);
        server = bank.signed("server", "ip:127.0.0.1");
        misnamed = bank.signed("misnamed", "dns:elsewhere.example");
        alone = bank.selfSigned("alone", "ip:127.0.0.1");
        client = bank.signed("client", "dns:us.example");
        stranger = another.signed("stranger", "dns:us.example");
    }

    @Test
    void an_institution_that_a_trusted_ca_vouches_for_is_spoken_to() throws Exception {
        try (var institution =
                institution(server, answers("200 OK", approved()), answers("200 OK", approved()))) {
            var line = line(institution, trusting(bank.ca()));

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);

            assertThat(institution.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_institution_whose_own_certificate_is_pinned_is_spoken_to() throws Exception {
        try (var institution = institution(alone, answers("200 OK", approved()))) {
            var line = line(institution, trusting(alone.certificate()));

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
        }
    }

    @Test
    void any_version_of_tls_from_1_2_on_will_do_and_none_before() throws Exception {
        assertThat(Tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        try (var socket = listening(server)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            try (var institution =
                    new RawInstitution("https", socket, answers("200 OK", approved()))) {
                var line = line(institution, trusting(bank.ca()));

                assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_certificate_of_another_name_gets_no_card_pinned_or_not(boolean pinned) throws Exception {
        var secrecy = trusting(pinned ? misnamed.certificate() : bank.ca());
        try (var institution = institution(misnamed)) {
            assertGetsNothing(institution, secrecy);
        }
    }

    @Test
    void a_certificate_that_another_ca_vouches_for_gets_no_card() throws Exception {
        try (var institution = institution(server)) {
            assertGetsNothing(institution, trusting(another.ca()));
            assertGetsNothing(institution, trusting(alone.certificate()));
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_gets_no_card() throws Exception {
        try (var institution = institution(alone)) {
            assertGetsNothing(institution, Secrecy.ON_THIS_MACHINE);
        }
    }

    @Test
    void an_institution_that_wants_to_know_who_we_are_is_shown_our_certificate() throws Exception {
        try (var socket = listening(server)) {
            socket.setNeedClientAuth(true);
            try (var institution =
                    new RawInstitution("https", socket, answers("200 OK", approved()))) {
                var unknown = line(institution, trusting(bank.ca())).cashOut(Given.REQUEST);
                assertThat(unknown.reply()).isInstanceOf(Unknown.class);
                assertThat(unknown.spoke()).isFalse();
                var wrong = line(institution, showing(stranger)).cashOut(Given.REQUEST);
                assertThat(wrong.reply()).isInstanceOf(Unknown.class);
                assertThat(institution.requests()).isEmpty();

                var right = line(institution, showing(client)).cashOut(Given.REQUEST);

                assertThat(right.reply()).isInstanceOf(Approved.class);
            }
        }
    }

    @Test
    void statements_are_had_from_whom_the_cards_are_given_to_and_from_nobody_else()
            throws Exception {
        var day = "line,at,transfer_id,kind,amount,currency,reference\n";
        try (var socket = listening(server)) {
            socket.setNeedClientAuth(true);
            try (var institution = new RawInstitution("https", socket, answers("200 OK", day))) {
                assertThatThrownBy(() ->
                                statements(institution, trusting(another.ca()))
                                        .statements(DAY, DAY))
                        .isInstanceOf(StatementUnreadable.class)
                        .hasMessageContaining("SSLHandshakeException");
                assertThatThrownBy(() ->
                                statements(institution, trusting(bank.ca())).statements(DAY, DAY))
                        .isInstanceOf(StatementUnreadable.class);
                assertThat(institution.requests()).isEmpty();

                assertThat(statements(institution, showing(client)).statements(DAY, DAY))
                        .hasSize(1);
            }
        }
    }

    @Test
    void a_handshake_that_is_never_answered_is_given_up_in_time() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var institution = new RawInstitution("https", silent)) {
            var line =
                    new HttpLine(
                            Given.institution(institution.url(), Given.SHORT),
                            InstantSource.system());

            assertThat(line.cashOut(Given.REQUEST))
                    .isEqualTo(Heard.silence(new Unknown("no answer within 300 ms")));
        }
    }

    @Test
    void a_file_that_cannot_be_used_is_named_with_its_setting() throws Exception {
        var empty = Files.writeString(directory.resolve("empty.pem"), "");
        var text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN CERTIFICATE-----");
        var old = Files.writeString(directory.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----");
        var missing = directory.resolve("missing.pem");

        assertUnusable(trusting(missing), "trust '" + missing + "' cannot be read");
        assertUnusable(trusting(empty), "trust '" + empty + "' holds no certificate");
        assertUnusable(trusting(text), "trust '" + text + "' is not a file of certificates in PEM");
        assertUnusable(
                showing(new Identity("x", missing, client.key())),
                "client-certificate '" + missing + "' cannot be read");
        assertUnusable(
                showing(new Identity("x", client.certificate(), old)),
                "client-key '" + old + "' holds no BEGIN PRIVATE KEY");
        for (var other : new Identity[] {server, alone}) {
            assertUnusable(
                    showing(new Identity("x", client.certificate(), other.key())),
                    "client-key '" + other.key() + "' is not the key of the client certificate");
        }
    }

    private static void assertUnusable(Secrecy secrecy, String why) {
        var settings = Given.institution(URI.create("https://127.0.0.1:1"), Given.SHORT);
        assertThatThrownBy(() -> Tls.context(settings.with(secrecy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("institutions.stub." + why);
    }

    private static void assertGetsNothing(RawInstitution institution, Secrecy secrecy) {
        assertThat(line(institution, secrecy).cashOut(Given.REQUEST))
                .isEqualTo(Heard.silence(new Unknown("could not connect: SSLHandshakeException")));
        assertThat(institution.requests()).isEmpty();
    }

    private static Secrecy trusting(Path certificates) {
        return new Secrecy(
                new CardForm.InPlain(), false, Optional.of(certificates), Optional.empty());
    }

    private static Secrecy showing(Identity us) {
        return new Secrecy(
                new CardForm.InPlain(),
                false,
                Optional.of(bank.ca()),
                Optional.of(new ClientCertificate(us.certificate(), us.key())));
    }

    private static HttpLine line(RawInstitution institution, Secrecy secrecy) {
        return new HttpLine(settings(institution, secrecy), InstantSource.system());
    }

    private static HttpStatements statements(RawInstitution institution, Secrecy secrecy) {
        return new HttpStatements(settings(institution, secrecy));
    }

    private static InstitutionSettings settings(RawInstitution institution, Secrecy secrecy) {
        return Given.institution(institution.url(), Given.AMPLE).with(secrecy);
    }

    private static RawInstitution institution(
            Identity identity, RawInstitution.Behaviour... behaviours) throws Exception {
        return new RawInstitution("https", listening(identity), behaviours);
    }

    private static SSLServerSocket listening(Identity identity) throws Exception {
        return (SSLServerSocket)
                bank.server(identity)
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
