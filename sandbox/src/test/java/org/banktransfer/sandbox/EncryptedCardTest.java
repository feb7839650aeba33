package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/// Cards that come encrypted. What the service's own library encrypts, the service's tests send.
class EncryptedCardTest {

    private static final String JSON = card(CARD, PIN);

    @TempDir private Path data;
    private Bank bank;

    @BeforeEach
    void start() {
        bank = Bank.open(data);
        bank.issue(CARD, 10_000);
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void an_encrypted_card_pays_like_a_plain_one(String kty) throws JoseException {
        make(kty);
        assertThat(first().getKeyType()).isEqualTo(kty);
        assertThat(bank.cashOut("tr_1", encrypted(first(), JSON)).said()).isEqualTo("200 approved");
        assertThat(bank.balance(CARD)).isEqualTo(7_500);
    }

    @Test
    void a_repeat_is_known_again_however_it_is_encrypted() throws JoseException {
        var once = bank.cashOut("tr_1", encrypted(first(), JSON));
        assertThat(bank.cashOut("tr_1", encrypted(first(), JSON)).json()).isEqualTo(once.json());
        make("RSA");
        assertThat(bank.cashOut("tr_1", encrypted(first(), JSON)).json()).isEqualTo(once.json());
        assertThat(bank.cashOut("tr_1", request(CARD, PIN, 2500L)).json()).isEqualTo(once.json());
        var spaced = JSON.replace(":", " : ");
        assertThat(bank.cashOut("tr_1", encrypted(first(), spaced)).json()).isEqualTo(once.json());
        assertThat(bank.balance(CARD)).isEqualTo(7_500);
    }

    @Test
    void another_card_under_the_same_id_is_refused_and_so_is_another_pin() throws JoseException {
        bank.cashOut("tr_1", encrypted(first(), JSON));
        for (var other : new String[] {card(CARD, "9999"), card("6034932528970001", PIN)}) {
            assertThat(bank.cashOut("tr_1", encrypted(first(), other)).said())
                    .isEqualTo("422 error");
        }
        assertThat(bank.lookUp("tr_1").said()).isEqualTo("200 approved");
    }

    @Test
    void a_new_key_is_the_first_and_the_old_one_is_opened_until_it_is_retired()
            throws JoseException {
        var old = first();
        make("EC");
        assertThat(first().getKeyId()).isNotEqualTo(old.getKeyId());
        assertThat(bank.cashOut("tr_1", encrypted(old, JSON)).said()).isEqualTo("200 approved");

        assertThat(retire(old)).isEqualTo(200);

        assertThat(retire(old)).isEqualTo(404);
        for (var id : new String[] {"tr_1", "tr_2"}) {
            var answer = bank.cashOut(id, encrypted(old, JSON));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("code").stringValue()).isEqualTo("card_key_unknown");
        }
        assertThat(bank.lookUp("tr_1").said()).isEqualTo("200 approved");
        assertThat(bank.lookUp("tr_2").said()).isEqualTo("404 never_seen");
        assertThat(bank.cashOut("tr_2", encrypted(first(), JSON)).said()).isEqualTo("200 approved");
    }

    @Test
    void the_keys_survive_a_restart_and_no_private_half_is_published() throws Exception {
        make("RSA");
        var before = bank.caller.get("/v1/keys");
        bank.close();
        bank = Bank.open(data);

        var answer = Bank.answer(bank.caller.get("/v1/keys"));
        assertThat(answer).isEqualTo(Bank.answer(before));
        PublishedContract.holds("get", "/v1/keys", answer);
        assertThat(answer.json().get("keys")).hasSize(2);
        var schema = PublishedContract.file().at("/components/schemas/Keys");
        assertThat(PublishedContract.errors(schema, answer.body())).isEmpty();
        assertThat(answer.body()).doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"");
        assertThat(bank.cashOut("tr_1", encrypted(first(), JSON)).said()).isEqualTo("200 approved");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("card-keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void an_institution_for_encrypted_cards_takes_no_other() throws JoseException {
        bank.close();
        bank = Bank.openForEncrypted(data);
        var answer = bank.cashOut("tr_1", request(CARD, PIN, 2500L));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("code").stringValue()).isEqualTo("card_jwe_required");
        assertThat(bank.lookUp("tr_1").said()).isEqualTo("404 never_seen");
        assertThat(bank.cashOut("tr_1", encrypted(first(), JSON)).said()).isEqualTo("200 approved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "4821",
                "not json 4821",
                "{\"number\": \"6034932528973614\"}",
                "{\"number\": \"6034932528973614\", \"pin\": 4821}",
                "{\"number\": \"6034932528973614\", \"pin\": \"4821\", \"x\": \"4821\"}",
                "{\"number\": \"6034932528973614\", \"pin\": \"4821\"} 4821",
                "{\"number\": \"6034932528973614\", \"number\": \"1\", \"pin\": \"4821\"}",
            })
    void what_opens_to_no_card_is_refused_and_not_repeated(String content) throws JoseException {
        assertRefused(encrypted(first(), content));
    }

    @Test
    void what_is_not_encrypted_as_agreed_is_refused() throws JoseException {
        assertRefused(encrypted(first(), JSON, jwe -> jwe.setHeader("cty", "text/plain")));
        assertRefused(
                encrypted(
                        first(), JSON, jwe -> jwe.getHeaders().setObjectHeaderValue("cty", null)));
        assertRefused(encrypted(first(), JSON, JsonWebEncryption::enableDefaultCompression));
        assertRefused(
                encrypted(
                        first(),
                        JSON,
                        jwe -> jwe.setEncryptionMethodHeaderParameter("A128CBC-HS256")));
        assertRefused(
                encrypted(first(), JSON, jwe -> jwe.setAlgorithmHeaderValue("ECDH-ES+A256KW")));
        make("RSA");
        assertRefused(encrypted(first(), JSON, jwe -> jwe.setAlgorithmHeaderValue("RSA-OAEP")));
        assertRefused(encrypted(first(), JSON, jwe -> jwe.setAlgorithmHeaderValue("RSA1_5")));
    }

    @Test
    void what_was_tampered_with_or_is_no_jwe_is_refused() throws JoseException {
        var good = compact(first(), JSON, _ -> {});
        var parts = good.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            var changed = parts.clone();
            changed[i] = changed[i].isEmpty() ? "AAAA" : flipped(changed[i]);
            assertRefused(asked(String.join(".", changed)));
        }
        for (var bad :
                new String[] {
                    "", ".", "....", "e30....", "bnVsbA....", "W10....", good + ".", "a b"
                }) {
            assertRefused(asked(bad));
        }
        assertRefused(asked(good).replace("{\"card_jwe\"", "{\"card\": {}, \"card_jwe\""));
    }

    private void assertRefused(String json) {
        var id = bank.newId();
        var answer = bank.cashOut(id, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("6034", "4821", "3614");
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    private static String flipped(String part) {
        char middle = part.charAt(part.length() / 2);
        char other = middle == 'A' ? 'B' : 'A';
        return part.substring(0, part.length() / 2) + other + part.substring(part.length() / 2 + 1);
    }

    private void make(String kty) {
        var reply = bank.caller.post("/admin/keys", "{\"kty\": \"" + kty + "\"}");
        assertThat(Bank.answer(reply).status()).isEqualTo(200);
    }

    private int retire(PublicJsonWebKey key) {
        return Bank.answer(bank.caller.delete("/admin/keys/" + key.getKeyId())).status();
    }

    private PublicJsonWebKey first() throws JoseException {
        var set = new JsonWebKeySet(Bank.answer(bank.caller.get("/v1/keys")).body());
        return (PublicJsonWebKey) set.getJsonWebKeys().getFirst();
    }

    private static String card(String number, String pin) {
        return "{\"number\":\"%s\",\"pin\":\"%s\"}".formatted(number, pin);
    }

    private static String encrypted(PublicJsonWebKey key, String content) throws JoseException {
        return encrypted(key, content, _ -> {});
    }

    private static String encrypted(
            PublicJsonWebKey key, String content, Consumer<JsonWebEncryption> change)
            throws JoseException {
        return asked(compact(key, content, change));
    }

    private static String asked(String compact) {
        return """
        {"card_jwe": "%s", "amount": 2500, "currency": "USD", "valid_until": "2099-01-01T00:00:00Z"}
        """
                .formatted(compact);
    }

    private static String compact(
            PublicJsonWebKey key, String content, Consumer<JsonWebEncryption> change)
            throws JoseException {
        var jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jwe.setAlgorithmHeaderValue(key.getAlgorithm());
        jwe.setEncryptionMethodHeaderParameter("A256GCM");
        jwe.setKeyIdHeaderValue(key.getKeyId());
        jwe.setHeader("cty", "application/json");
        jwe.setKey(key.getPublicKey());
        jwe.setPayload(content);
        change.accept(jwe);
        return jwe.getCompactSerialization();
    }
}
