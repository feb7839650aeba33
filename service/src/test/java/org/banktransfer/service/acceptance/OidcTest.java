package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.acceptance.IdentityServer.BACK_OFFICE;
import static org.banktransfer.service.acceptance.IdentityServer.BOB;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.banktransfer.service.acceptance.IdentityServer.Wanted;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The service behind an identity server that is not ours. It is told the issuer and the audience
/// and finds the keys itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {

    private static final String ALICE = "alice";
    private static final int CLOCK_SKEW_SECONDS = 2;
    private static final long OPENING = 5_000;

    private IdentityServer identity;
    private Bank bank;
    private Node node;
    private String account;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        identity = IdentityServer.start(directory);
        bank = Bank.open(directory);
        node =
                bank.startNode(
                        "--auth.issuer=" + identity.issuer(),
                        "--auth.audience=banktransfer",
                        "--auth.jwks=",
                        "--auth.clock-skew=" + CLOCK_SKEW_SECONDS + "s",
                        "--auth.keys-for=3s");
        account = openAccount(ALICE);
    }

    @AfterAll
    void close() {
        if (bank != null) {
            bank.close();
        }
        if (identity != null) {
            identity.close();
        }
    }

    private App with(String token) {
        return bank.world().appWithToken(node, token);
    }

    private App backOffice() throws Exception {
        return with(identity.token(BACK_OFFICE, "transfers operator", Wanted.USUAL));
    }

    private String openAccount(String owner) throws Exception {
        var name = "acc_" + Bank.newKey().substring(0, 18);
        backOffice().putAccount(name, owner, "open");
        return name;
    }

    private Seen redeem(String token, String card) throws IOException {
        return with(token)
                .redeem(Bank.newKey(), account, card, Bank.PIN, Optional.empty(), Optional.of(20));
    }

    /// What the service says to a token that asks for alice's account.
    private Seen ask(String token) {
        try {
            return with(token).call("GET", "/v1/accounts/" + account, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertAccepted(String token) {
        assertThat(ask(token).status()).as(token).isEqualTo(200);
    }

    private void assertRefused(String what, String token) {
        var seen = ask(token);
        assertThat(seen.status()).as(what).isEqualTo(401);
        assertThat(seen.word()).as(what).isEqualTo("unauthenticated");
        assertThat(seen.headers().get("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void a_customer_signs_in_there_and_redeems_a_card_here() throws Exception {
        var card = bank.issueCard(OPENING);
        var alice = identity.signIn(ALICE, Wanted.USUAL).accessToken();
        long before = with(alice).balance(account);

        var seen = redeem(alice, card);

        assertThat(seen.status()).as(seen.body().toString()).isEqualTo(201);
        assertThat(seen.word()).isEqualTo("completed");
        assertThat(bank.institution().balance(card)).isZero();
        assertThat(with(alice).balance(account)).isEqualTo(before + OPENING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void a_token_signed_with_a_listed_algorithm_is_accepted(String algorithm) throws Exception {
        assertAccepted(identity.signIn(ALICE, Wanted.USUAL.signedWith(algorithm)).accessToken());
    }

    /// Signed by the issuer's own keys, and well.
    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS384", "PS512"})
    void a_token_signed_with_any_other_is_refused(String algorithm) throws Exception {
        assertRefused(
                algorithm,
                identity.signIn(ALICE, Wanted.USUAL.signedWith(algorithm)).accessToken());
    }

    @Test
    void a_token_for_somebody_else_is_refused() throws Exception {
        assertRefused(
                "another API's",
                identity.signIn(ALICE, Wanted.USUAL.audience("elsewhere")).accessToken());
        var signedIn = identity.signIn(ALICE, Wanted.USUAL);
        assertAccepted(signedIn.accessToken());
        assertRefused("the app's own, which tells it who signed in", signedIn.idToken());
    }

    @Test
    void a_token_of_another_issuer_is_refused_though_the_keys_are_the_same() throws Exception {
        var other = identity.token(identity.otherIssuer(), BACK_OFFICE, "operator", Wanted.USUAL);

        assertRefused("another issuer's", other);
        assertAccepted(identity.token(BACK_OFFICE, "operator", Wanted.USUAL));
    }

    @Test
    void a_token_is_refused_once_it_has_expired_though_it_was_accepted_before() throws Exception {
        var token = identity.signIn(ALICE, Wanted.USUAL.seconds(2)).accessToken();
        assertAccepted(token);

        Thread.sleep(Duration.ofSeconds(2 + CLOCK_SKEW_SECONDS + 1));

        assertRefused("expired", token);
    }

    @Test
    void a_token_that_the_issuer_did_not_sign_is_refused() throws Exception {
        var real = identity.signIn(ALICE, Wanted.USUAL).accessToken();
        assertAccepted(real);
        for (var forged : forgeries(SignedJWT.parse(real)).entrySet()) {
            assertRefused(forged.getKey(), forged.getValue());
        }
    }

    /// The real token's claims in every dress but its own.
    private Map<String, String> forgeries(SignedJWT real)
            throws JOSEException, ParseException, IOException, InterruptedException {
        var claims = real.getJWTClaimsSet();
        var kid = real.getHeader().getKeyID();
        var publicKey = RSAKey.parse(publicKey(kid));
        var stranger = new RSAKeyGenerator(2048).generate();
        var forged = new LinkedHashMap<String, String>();
        forged.put("unsigned", new PlainJWT(claims).serialize());
        forged.put("unsigned, with the signature", none(real));
        var secrets = new ArrayList<byte[]>();
        secrets.add(publicKey.toRSAPublicKey().getEncoded());
        secrets.add(pem(publicKey).getBytes(StandardCharsets.US_ASCII));
        secrets.add((pem(publicKey) + "\n").getBytes(StandardCharsets.US_ASCII));
        secrets.add(publicKey.getModulus().decode());
        secrets.add(publicKey(kid).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < secrets.size(); i++) {
            for (var algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS512)) {
                forged.put(
                        algorithm + " with the public key, written " + i,
                        withSecret(algorithm, kid, claims, secrets.get(i)));
            }
        }
        forged.put("a stranger's under the real key's name", signed(stranger, kid, claims));
        forged.put("a stranger's under a new name", signed(stranger, "rsa-99", claims));
        forged.put(
                "a stranger's without a name",
                sign(stranger, new JWSHeader(JWSAlgorithm.RS256), claims));
        forged.put(
                "a stranger's that brings its key along",
                withKey(stranger, claims, stranger.toPublicJWK()));
        forged.put("another's claims under the real signature", swapped(real));
        return forged;
    }

    private String publicKey(String kid) throws IOException, InterruptedException {
        return identity.keys()
                .get("keys")
                .valueStream()
                .filter(key -> key.get("kid").asString().equals(kid))
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static String none(SignedJWT real) {
        var parts = real.getParsedParts();
        return base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "." + parts[2];
    }

    private static String swapped(SignedJWT real) throws ParseException {
        var parts = real.getParsedParts();
        var other = real.getJWTClaimsSet().toString().replace("\"" + ALICE, "\"mallory");
        return parts[0] + "." + base64(other) + "." + parts[2];
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pem(RSAKey key) throws JOSEException {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n"
                + encoder.encodeToString(key.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";
    }

    private static String withSecret(
            JWSAlgorithm algorithm, String kid, JWTClaimsSet claims, byte[] secret)
            throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static String signed(RSAKey key, String kid, JWTClaimsSet claims) throws JOSEException {
        return sign(key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(), claims);
    }

    private static String withKey(RSAKey key, JWTClaimsSet claims, JWK publicKey)
            throws JOSEException {
        return sign(key, new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(publicKey).build(), claims);
    }

    private static String sign(RSAKey key, JWSHeader header, JWTClaimsSet claims)
            throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Test
    void operators_are_whom_the_issuer_gives_the_scope() throws Exception {
        var bob = with(identity.token(BOB, "transfers", Wanted.USUAL));
        var body = Map.of("owner", BOB, "currency", "USD", "status", "open");

        var refused = bob.call("PUT", "/v1/accounts/" + account, body);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.word()).isEqualTo("forbidden");
        assertThat(bob.call("GET", "/v1/accounts/" + account, null).status()).isEqualTo(404);
        assertThat(backOffice().call("GET", "/v1/accounts/" + account, null).status())
                .isEqualTo(200);
    }

    @Test
    void an_operator_redeems_nothing_in_a_customers_name() throws Exception {
        var card = bank.issueCard(OPENING);

        var seen = redeem(identity.token(BACK_OFFICE, "transfers operator", Wanted.USUAL), card);

        assertThat(seen.word()).isEqualTo("account_unusable");
        assertThat(bank.institution().balance(card)).isEqualTo(OPENING);
    }

    @Test
    void new_keys_are_picked_up_and_withdrawn_ones_count_no_more() throws Exception {
        var first = identity.signIn(ALICE, Wanted.USUAL).accessToken();
        assertAccepted(first);

        identity.rotate(true);
        var second = identity.signIn(ALICE, Wanted.USUAL).accessToken();
        assertThat(kid(second)).isNotEqualTo(kid(first));
        Bank.await("the new key is known", () -> ask(second).status() == 200);
        assertAccepted(first);

        identity.rotate(false);
        var third = identity.signIn(ALICE, Wanted.USUAL).accessToken();
        Bank.await("the newest key is known", () -> ask(third).status() == 200);
        Bank.await("the withdrawn keys are forgotten", () -> ask(second).status() == 401);
        assertRefused("signed with a withdrawn key", first);
    }

    private static String kid(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
