package org.banktransfer.service.console;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.service.http.Answer;
import org.banktransfer.service.http.Call;
import org.banktransfer.service.http.Door;
import org.banktransfer.service.http.Problem;
import org.banktransfer.service.http.ProblemCode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An operator who has signed in: their token, in a cookie that no script can read and no other
/// site can have sent. It is judged anew with every request, by the same door as everybody's, so a
/// session ends when its token does, on every node. The API never looks at the cookie.
///
/// @param operator who it is
/// @param proof what each of their forms carries: only a page of ours, shown to them, has it
record Session(OperatorId operator, String proof) {

    /// More than any issuer's, and what browsers keep.
    private static final int TOKEN_MAX = 3_800;

    /// How cookies are named and guarded.
    ///
    /// @param behindTls whether they may travel by TLS only
    record Cookies(boolean behindTls) {

        private String name() {
            // A browser lets nobody set a name like this without TLS, not even a neighbour's page.
            return behindTls ? "__Secure-console" : "console";
        }

        private String guards() {
            return "; Path=/console; HttpOnly; SameSite=Strict" + (behindTls ? "; Secure" : "");
        }

        Answer signedIn(Answer answer, String token) {
            return answer.with("Set-Cookie", name() + "=" + token + guards());
        }

        Answer signedOut(Answer answer) {
            return answer.with("Set-Cookie", name() + "=; Max-Age=0" + guards());
        }

        Optional<String> token(Call call) {
            return value(call, name());
        }
    }

    static Optional<String> value(Call call, String name) {
        for (var line : call.headers("Cookie")) {
            for (var pair : line.split(";", -1)) {
                var stripped = pair.strip();
                if (stripped.startsWith(name + "=")) {
                    return Optional.of(stripped.substring(name.length() + 1))
                            .filter(value -> !value.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    /// @throws Problem `UNAUTHENTICATED` if the token is nobody's, `FORBIDDEN` if it is no
    ///   operator's
    static Session of(Call call, Door door, String token) {
        if (token.length() > TOKEN_MAX || !token.matches("[A-Za-z0-9._-]+")) {
            throw Problem.of(ProblemCode.UNAUTHENTICATED, "The token is not valid.");
        }
        return new Session(door.operator(call, token).asOperator(), proofOf(token));
    }

    /// Whoever has the token could make it, and nobody else can; the same on every node.
    private static String proofOf(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("console form ".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of()
                    .formatHex(digest.digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws Problem `FORBIDDEN` unless the form is one that we showed to this operator
    void requireOwn(Call call, Fields fields) {
        requireFromHere(call);
        var sent = fields.text("proof").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, proof.getBytes(StandardCharsets.US_ASCII))) {
            throw Problem.forbidden("This form is not one of yours. Open the page again.");
        }
    }

    /// @throws Problem `FORBIDDEN` unless the browser says that a page of ours sent it
    static void requireFromHere(Call call) {
        var site = call.headers("Sec-Fetch-Site");
        boolean isOurs =
                site.isEmpty()
                        ? call.headers("Origin").stream().anyMatch(from -> isOwn(from, call))
                        : site.equals(List.of("same-origin"));
        if (!isOurs) {
            throw Problem.forbidden("This was not sent by a page of the console.");
        }
    }

    private static boolean isOwn(String origin, Call call) {
        return call.headers("Host").stream()
                .anyMatch(host ->
                        origin.equals("http://" + host) || origin.equals("https://" + host));
    }
}
