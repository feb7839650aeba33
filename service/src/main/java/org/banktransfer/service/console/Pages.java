package org.banktransfer.service.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import org.banktransfer.service.http.Answer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Makes answers of what is to be shown. Whatever a template writes is escaped for where it stands.
/// Safe under concurrency.
final class Pages {

    /// Nothing from elsewhere, nothing inline, forms that go nowhere else, no frame around it. The
    /// browser names us, and nobody else, where it comes from, so that forms can be told from
    /// forged ones.
    static final Map<String, String> OF_EVERY_PAGE =
            Map.of(
                    "Cache-Control",
                    "no-store",
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self'; form-action 'self'; base-uri 'none';"
                            + " frame-ancestors 'none'",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=()",
                    "Referrer-Policy",
                    "same-origin");

    private static final String HTML = "text/html; charset=utf-8";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, null, Pages.class.getPackageName());

    /// What every page has around it.
    ///
    /// @param session empty for who has not signed in
    /// @param tab the part of the console it belongs to
    record Frame(String title, Optional<Session> session, String tab) {

        String operator() {
            return session.map(each -> each.operator().value()).orElse("");
        }

        String proof() {
            return session.map(Session::proof).orElse("");
        }
    }

    Answer show(String template, Frame frame, Object shown) {
        return show(200, template, frame, Map.of("shown", shown));
    }

    Answer signIn(int status, boolean atIssuer, String why) {
        var frame = new Frame("Sign in", Optional.empty(), "");
        return show(status, "signIn", frame, Map.of("atIssuer", atIssuer, "why", why));
    }

    Answer goOn() {
        return show(200, "goOn", new Frame("Signed in", Optional.empty(), ""), Map.of());
    }

    Answer problem(int status, String title, String detail, Optional<Session> session) {
        return show(status, "problem", new Frame(title, session, ""), Map.of("detail", detail));
    }

    private Answer show(int status, String template, Frame frame, Map<String, Object> shown) {
        var page = new StringOutput();
        var parameters = new HashMap<>(shown);
        parameters.put("frame", frame);
        templates.render(template + ".jte", parameters, page);
        return Answer.typed(status, HTML, page.toString().getBytes(StandardCharsets.UTF_8))
                .with(OF_EVERY_PAGE);
    }

    static Answer redirect(String to) {
        return Answer.typed(303, HTML, new byte[0]).with(OF_EVERY_PAGE).with("Location", to);
    }
}
