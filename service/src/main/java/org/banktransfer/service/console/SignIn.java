package org.banktransfer.service.console;

import org.banktransfer.service.http.Answer;
import org.banktransfer.service.http.Call;
import org.banktransfer.service.http.Door;
import org.banktransfer.service.http.Problem;
import org.banktransfer.service.http.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The ways in: at the issuer if there is one to go to, else with a token, from a form or from the
/// part of a link that no browser sends. Safe under concurrency.
final class SignIn {

    static final String PATH = "/console/sign-in";
    static final String ANSWER_PATH = PATH + "/answer";

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final String UNDER_WAY = "console-sign-in";

    private final Optional<Issuer> issuer;
    private final Session.Cookies cookies;
    private final Door door;
    private final Pages pages;
    private final RandomGenerator chance;

    SignIn(
            Optional<Issuer> issuer,
            Session.Cookies cookies,
            Door door,
            Pages pages,
            RandomGenerator chance) {
        this.issuer = issuer;
        this.cookies = cookies;
        this.door = door;
        this.pages = pages;
        this.chance = chance;
    }

    /// What is shown to whoever has not signed in.
    Answer page(int status, String why) {
        return pages.signIn(status, issuer.isPresent(), why);
    }

    Answer withToken(Call call) {
        if (issuer.isPresent()) {
            throw Problem.notFound();
        }
        Session.requireFromHere(call);
        var token = Fields.of(call).text("token").orElse("");
        return signedIn(call, token, Pages.redirect("/console"));
    }

    /// What the browser keeps until it comes back is sent from the issuer's page, so this one
    /// cookie is `Lax`; it lives for minutes and opens nothing by itself.
    Answer atIssuer(Call call) {
        door.stranger(call);
        var state = drawn();
        var verifier = drawn();
        try {
            var to = issuer.orElseThrow(Problem::notFound).signInAt(state, verifier);
            return Pages.redirect(to.toString())
                    .with("Set-Cookie", underWay(state + "." + verifier, 600));
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    /// Answers with a page that goes on by itself and not with a redirect: browsers keep a `Strict`
    /// cookie back from whatever another site's redirect leads to.
    Answer answered(Call call) {
        door.stranger(call);
        var kept = Session.value(call, UNDER_WAY).orElse("").split("\\.", 2);
        var state = call.query("state").orElse("");
        if (kept.length < 2 || state.isEmpty() || !isSame(kept[0], state)) {
            return page(400, "This sign-in was not begun here, or took too long. Begin again.");
        }
        var code = call.query("code");
        if (code.isEmpty()) {
            return page(403, "The issuer did not sign you in.");
        }
        try {
            var token = issuer.orElseThrow(Problem::notFound).tokenFor(code.get(), kept[1]);
            return signedIn(call, token, pages.goOn());
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    private Answer signedIn(Call call, String token, Answer then) {
        try {
            Session.of(call, door, token);
            return cookies.signedIn(then, token);
        } catch (Problem problem) {
            return page(problem.code().status(), problem.detail());
        }
    }

    private Answer unanswered(IOException e) {
        LOG.warn("signing in at the issuer: {}", e.getMessage());
        return page(ProblemCode.UNAVAILABLE.status(), "The issuer does not answer as it should.");
    }

    private String underWay(String value, int seconds) {
        return UNDER_WAY
                + "="
                + value
                + "; Path="
                + ANSWER_PATH
                + "; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Lax"
                + (cookies.behindTls() ? "; Secure" : "");
    }

    private static boolean isSame(String kept, String sent) {
        return MessageDigest.isEqual(
                kept.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    private String drawn() {
        var bytes = new byte[32];
        chance.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
