package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.InstitutionSettings.CardForm;
import org.banktransfer.service.connector.InstitutionSettings.Secrecy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which key a card is encrypted to, and what the institution gets to read then.
class CardKeysTest {

    private static final InstitutionName STUB = new InstitutionName("stub");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTES = Duration.ofMinutes(5);

    private static final ECKey EC = ec("ec", Curve.P_256);
    private static final RSAKey RSA = rsa("rsa", 2048);

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private @Nullable String published;
    private int fetches;
    private final CardKeys keys = new CardKeys(STUB, this::fetch, () -> now);

    @TempDir private Path directory;

    @Test
    void the_first_of_the_set_is_taken() {
        assertThat(taken(EC, RSA)).contains("ec");
        now = now.plus(MINUTES);
        assertThat(taken(RSA, EC)).contains("rsa");
    }

    @Test
    void a_key_that_the_contract_does_not_have_is_passed_over() throws JOSEException {
        var signing = new ECKeyGenerator(Curve.P_256).keyID("s").keyUse(KeyUse.SIGNATURE);
        var symmetric = new OctetSequenceKeyGenerator(256).keyID("o").keyUse(KeyUse.ENCRYPTION);
        var noUse = new ECKey.Builder(EC).keyUse(null).keyID("u").build();
        var noId = new ECKey.Builder(EC).keyID(null).build();
        var spaced = new ECKey.Builder(EC).keyID("a b").build();
        var otherAlgorithm =
                new RSAKey.Builder(RSA).keyID("a").algorithm(JWEAlgorithm.RSA_OAEP_512).build();
        for (var bad :
                List.of(
                        signing.generate(),
                        symmetric.generate(),
                        noUse,
                        noId,
                        spaced,
                        otherAlgorithm,
                        rsa("short", 1024),
                        ec("curve", Curve.P_384))) {
            var half = bad.toPublicJWK();
            assertThat(CardKey.of(half == null ? bad : half)).as(bad.getKeyID()).isEmpty();
            now = now.plus(MINUTES);
            assertThat(taken(bad, EC)).as(bad.getKeyID()).contains("ec");
        }
        // Whoever publishes the private key as well has no secrets left.
        assertThat(CardKey.of(EC)).isEmpty();
        assertThat(CardKey.of(EC.toPublicJWK())).isPresent();
    }

    @Test
    void what_is_no_set_or_has_no_key_to_use_changes_nothing() {
        assertThat(taken(EC)).contains("ec");
        for (var bad : new String[] {"", "{}", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":1}]}"}) {
            now = now.plus(MINUTES);
            published = bad;
            keys.runOnce();
            assertThat(id()).as(bad).contains("ec");
        }
        published = null;
        now = now.plus(MINUTES);
        keys.runOnce();
        assertThat(id()).as("out of reach").contains("ec");
        assertThat(fetches).isEqualTo(7);
    }

    @Test
    void the_set_is_read_again_every_few_minutes_and_sooner_after_a_failure() {
        keys.runOnce();
        assertThat(id()).isEmpty();
        keys.runOnce();
        assertThat(fetches).as("not in a storm").isEqualTo(1);
        now = now.plus(SECOND);
        assertThat(taken(EC)).contains("ec");

        now = now.plus(MINUTES).minusMillis(1);
        assertThat(taken(RSA)).contains("ec");
        now = now.plusMillis(1);
        published = null;
        keys.runOnce();
        now = now.plusSeconds(9);
        assertThat(taken(RSA)).contains("ec");
        now = now.plusSeconds(1);
        assertThat(taken(RSA)).contains("rsa");
    }

    @Test
    void a_key_that_the_institution_does_not_know_is_replaced_at_once_but_not_in_a_storm() {
        taken(EC);
        var retired = keys.current().orElseThrow();
        now = now.plus(SECOND);
        keys.isUnknownThere(retired);
        assertThat(taken(EC)).as("nothing new yet").contains("ec");
        keys.isUnknownThere(keys.current().orElseThrow());
        assertThat(taken(RSA)).as("asked a moment ago").contains("ec");
        now = now.plus(SECOND);
        assertThat(taken(RSA)).contains("rsa");

        keys.isUnknownThere(retired);
        now = now.plus(SECOND);
        int before = fetches;
        keys.runOnce();
        assertThat(fetches).as("that one is not in use any more").isEqualTo(before);
    }

    @Test
    void what_is_encrypted_is_read_with_the_private_half_only() throws Exception {
        var json = "{\"number\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        var toEc = CardKey.of(EC.toPublicJWK()).orElseThrow().encrypt(json);
        var toRsa = CardKey.of(RSA.toPublicJWK()).orElseThrow().encrypt(json);

        var ec = JWEObject.parse(toEc);
        ec.decrypt(new ECDHDecrypter(EC));
        var rsa = JWEObject.parse(toRsa);
        rsa.decrypt(new RSADecrypter(RSA));

        assertThat(ec.getPayload().toString()).isEqualTo("{\"number\":\"1\"}");
        assertThat(rsa.getPayload().toString()).isEqualTo("{\"number\":\"1\"}");
        assertThat(ec.getHeader().toJSONObject())
                .containsEntry("alg", "ECDH-ES")
                .containsEntry("enc", "A256GCM")
                .containsEntry("kid", "ec")
                .containsEntry("cty", "application/json");
        assertThat(rsa.getHeader().toJSONObject()).containsEntry("alg", "RSA-OAEP-256");
    }

    @Test
    void a_cash_out_shows_no_card_to_anybody_between_and_a_repeat_looks_like_another()
            throws Exception {
        try (var institution =
                new RawInstitution(answers("200 OK", approved()), answers("200 OK", approved()))) {
            var line = line(institution, published(EC));
            line.upkeep();

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);

            var sent = institution.requests();
            assertThat(sent).noneMatch(it -> it.contains(Given.NUMBER) || it.contains(Given.PIN));
            assertThat(sent.getFirst())
                    .endsWith(
                            "\"amount\":2500,\"currency\":\"USD\","
                                    + "\"valid_until\":\"2026-01-31T12:00:30.123Z\"}");
            assertThat(sealed(sent.getFirst())).isNotEqualTo(sealed(sent.getLast()));
            for (var request : sent) {
                var card = JWEObject.parse(sealed(request));
                card.decrypt(new ECDHDecrypter(EC));
                assertThat(card.getPayload().toString())
                        .isEqualTo(
                                "{\"number\":\"%s\",\"pin\":\"%s\"}"
                                        .formatted(Given.NUMBER, Given.PIN));
            }
        }
    }

    @Test
    void without_a_key_nothing_is_sent() throws Exception {
        try (var institution = new RawInstitution()) {
            var line = line(institution, directory.resolve("missing.json"));
            line.upkeep();

            assertThat(line.isReady()).isFalse();
            assertThat(line.cashOut(Given.REQUEST))
                    .isEqualTo(
                            Heard.notSent(new Unknown("not sent: no key to encrypt the card to")));
            assertThat(institution.connections()).isZero();
        }
    }

    @Test
    void an_institution_that_has_retired_the_key_gets_the_next_cash_out_under_another()
            throws Exception {
        var refused = "{\"status\":\"error\",\"code\":\"card_key_unknown\",\"detail\":\"\"}";
        var file = published(EC);
        try (var institution =
                new RawInstitution(answers("422 No", refused), answers("200 OK", approved()))) {
            var clock = new Instant[] {now};
            var line =
                    new HttpLine(
                            Given.institution(institution.url(), Given.AMPLE)
                                    .with(encrypting(file)),
                            () -> clock[0]);
            line.upkeep();
            published(RSA);
            assertThat(line.cashOut(Given.REQUEST))
                    .isEqualTo(
                            Heard.spoken(
                                    new Unknown(
                                            "answered 422: it does not know the key that the card"
                                                    + " was encrypted to")));

            clock[0] = now.plus(SECOND);
            line.upkeep();
            line.cashOut(Given.REQUEST);

            assertThat(institution.requests())
                    .extracting(request -> JWEObject.parse(sealed(request)).getHeader().getKeyID())
                    .containsExactly("ec", "rsa");
        }
    }

    private static HttpLine line(RawInstitution institution, Path file) {
        return new HttpLine(
                Given.institution(institution.url(), Given.AMPLE).with(encrypting(file)),
                InstantSource.system());
    }

    private static Secrecy encrypting(Path file) {
        return new Secrecy(
                new CardForm.Encrypted(file.toString()), false, Optional.empty(), Optional.empty());
    }

    private Path published(JWK... set) throws IOException {
        return Files.writeString(directory.resolve("keys.json"), json(set));
    }

    private static String sealed(String request) {
        var found = Pattern.compile("\"card_jwe\":\"([^\"]*)\"").matcher(request);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Optional<String> taken(JWK... set) {
        published = json(set);
        keys.runOnce();
        return id();
    }

    private Optional<String> id() {
        return keys.current().map(CardKey::id);
    }

    private static String json(JWK... set) {
        return new JWKSet(Arrays.asList(set)).toString(true);
    }

    private byte[] fetch() throws IOException {
        fetches++;
        if (published == null) {
            throw new IOException("out of reach");
        }
        return published.getBytes(StandardCharsets.UTF_8);
    }

    private static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).keyUse(KeyUse.ENCRYPTION).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).keyUse(KeyUse.ENCRYPTION).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
