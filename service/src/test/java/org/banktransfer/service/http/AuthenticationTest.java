package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

class AuthenticationTest {

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Exchange with(String token) {
        return world.getAs(token, "/v1/accounts/acc_ann");
    }

    private void assertRefused(String token) {
        var answer = with(token);
        assertThat(answer.status()).as(token).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate").orElseThrow()).contains("invalid_token");
        assertThat(answer.text()).doesNotContain(token);
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    @Test
    void a_valid_token_is_accepted() {
        assertThat(with(world.tokens.of("ann")).status()).isEqualTo(200);
    }

    @Test
    void no_token_is_told_how_to_send_one() {
        var answer = world.send("GET", "/v1/accounts/acc_ann", "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"banktransfer\"");
    }

    @Test
    void another_scheme_is_no_token() {
        var answer = world.send("GET", "/v1/accounts/acc_ann", "", "Authorization", "Basic YTpi");

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void an_expired_token_is_refused_but_for_the_clocks_difference() {
        assertRefused(world.tokens.of("ann", c -> c.expirationTime(in(Duration.ofSeconds(-70)))));
        var justExpired =
                world.tokens.of("ann", c -> c.expirationTime(in(Duration.ofSeconds(-40))));
        assertThat(with(justExpired).status()).isEqualTo(200);
    }

    @Test
    void a_token_of_the_future_is_refused() {
        assertRefused(world.tokens.of("ann", c -> c.notBeforeTime(in(Duration.ofMinutes(5)))));
    }

    @Test
    void a_token_that_never_expires_is_refused() {
        assertRefused(world.tokens.of("ann", c -> c.expirationTime(null)));
    }

    @Test
    void a_token_for_others_or_from_others_is_refused() {
        assertRefused(world.tokens.of("ann", c -> c.audience("elsewhere")));
        assertRefused(world.tokens.of("ann", c -> c.issuer("https://elsewhere.invalid")));
        assertThat(
                        with(world.tokens.of("ann", c -> c.audience(List.of("x", "banktransfer"))))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_without_a_subject_we_can_use_is_refused() {
        assertRefused(world.tokens.of("ann", c -> c.subject(null)));
        assertRefused(world.tokens.of("ann", c -> c.subject("two words")));
        assertRefused(world.tokens.of("ann", c -> c.subject("a".repeat(256))));
    }

    @Test
    void an_unsigned_token_is_refused() {
        assertRefused(new PlainJWT(Tokens.usual("ann").build()).serialize());
    }

    @Test
    void a_token_signed_with_another_key_is_refused() {
        assertRefused(Tokens.signed(Tokens.newKey("key-2"), Tokens.usual("ann").build()));
        assertRefused(Tokens.signed(Tokens.newKey("key-1"), Tokens.usual("ann").build()));
    }

    @Test
    void a_token_signed_with_our_public_key_as_a_shared_secret_is_refused() throws JOSEException {
        var publicKey =
                world.tokens
                        .publicKeys()
                        .toString()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(),
                        Tokens.usual("ann").build());
        token.sign(new MACSigner(publicKey));

        assertRefused(token.serialize());
    }

    @Test
    void a_token_whose_words_were_changed_is_refused() {
        var parts = world.tokens.of("ann").split("\\.", -1);
        var other = world.tokens.of("bob").split("\\.", -1);

        assertRefused(parts[0] + "." + other[1] + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + ".");
        assertRefused("nonsense");
    }

    @Test
    void without_the_issuers_keys_nobody_is_judged() {
        world.keysInReach = false;

        var answer = with(world.tokens.of("ann"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void only_the_scope_operator_opens_accounts() {
        var account = "{\"owner\": \"ann\", \"currency\": \"USD\", \"status\": \"open\"}";

        var customer = world.put(world.tokens.of("ann"), "/v1/accounts/acc_1", account);
        var nearly =
                world.put(
                        world.tokens.of("ann", c -> c.claim("scope", "operators co-operator")),
                        "/v1/accounts/acc_1",
                        account);
        var asList =
                world.put(
                        world.tokens.of("ann", c -> c.claim("scope", List.of("operator"))),
                        "/v1/accounts/acc_1",
                        account);

        assertThat(customer.status()).isEqualTo(403);
        assertThat(customer.code()).isEqualTo("forbidden");
        assertThat(nearly.status()).isEqualTo(403);
        assertThat(asList.status()).isEqualTo(200);
    }
}
