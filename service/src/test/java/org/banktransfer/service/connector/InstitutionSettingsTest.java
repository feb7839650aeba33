package org.banktransfer.service.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Optional.empty;
import static java.util.Optional.ofNullable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.service.connector.InstitutionSettings.CardForm;
import org.banktransfer.service.connector.InstitutionSettings.ClientCertificate;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.banktransfer.service.connector.InstitutionSettings.Guard;
import org.banktransfer.service.connector.InstitutionSettings.Secrecy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

class InstitutionSettingsTest {

    private static final InstitutionName NAME = new InstitutionName("bank-a");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8085",
                "http://localhost:1",
                "https://bank.example",
                "HTTPS://bank.example/cards/",
                "http://[::1]:1"
            })
    void a_url_says_where_the_contract_begins(String url) {
        assertThat(InstitutionSettings.http(NAME, URI.create(url)).url())
                .isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bank.example            | does not start with http:// or https://
                    ftp://bank.example      | does not start with http:// or https://
                    http:bank               | names no host
                    http:///cards           | names no host
                    http://me:pw@bank.example | has a user in it
                    http://bank.example?a=b | has a query or fragment
                    http://bank.example#a   | has a query or fragment
                    http://bank.example:0   | has a port that is not within 1 and 65535
                    http://bank.example:65536 | has a port that is not within 1 and 65535
                    """)
    void a_url_that_does_not_is_named_and_refused(String url, String wrong) {
        assertThatThrownBy(() -> InstitutionSettings.http(NAME, URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("institutions.bank-a.url " + wrong);
    }

    @Test
    void another_protocol_is_named_and_refused() {
        assertThatThrownBy(() ->
                        new InstitutionSettings(
                                NAME,
                                "iso8583",
                                URI.create("https://bank.example"),
                                Secrecy.ON_THIS_MACHINE,
                                CapabilitySheet.FULL,
                                Deadlines.DEFAULT,
                                Guard.DEFAULT))
                .hasMessage("institutions.bank-a.protocol is not a protocol we speak: http");
    }

    @Test
    void a_time_out_of_range_is_named_and_refused() {
        refused(new Deadlines(Duration.ZERO, SECOND, SECOND, SECOND), "connect-timeout");
        refused(new Deadlines(SECOND, SECOND.negated(), SECOND, SECOND), "cash-out-timeout");
        refused(new Deadlines(SECOND, SECOND, Duration.ofHours(2), SECOND), "look-up-timeout");
        refused(new Deadlines(SECOND, SECOND, SECOND, Duration.ZERO), "reversal-timeout");
    }

    @Test
    void a_guard_that_guards_nothing_is_named_and_refused() {
        refused(new Guard(0, SECOND, 20, 50, SECOND, 3), "calls-max");
        refused(new Guard(1, SECOND.negated(), 20, 50, SECOND, 3), "calls-wait");
        refused(new Guard(1, SECOND, 1, 50, SECOND, 3), "breaker-window");
        refused(new Guard(1, SECOND, 20, 0, SECOND, 3), "breaker-percent");
        refused(new Guard(1, SECOND, 20, 101, SECOND, 3), "breaker-percent");
        refused(new Guard(1, SECOND, 20, 50, Duration.ZERO, 3), "breaker-pause");
        refused(new Guard(1, SECOND, 20, 50, SECOND, 0), "breaker-probes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://127.0.0.1:1       |        |       | plain
                    http://127.9.9.9:1       |        |       | plain
                    http://[::1]:1           |        |       | plain
                    https://localhost:1      |        |       | plain
                    http://127.0.0.1:1       | k.json |       | encrypted
                    http://127.0.0.1:1       |        | false | neither
                    https://bank.example     |        |       | neither
                    https://127.0.0.1.example |       |       | neither
                    https://0.0.0.0          |        |       | neither
                    https://bank.example     |        | false | neither
                    https://bank.example     |        | true  | plain
                    https://bank.example     | k.json |       | encrypted
                    https://bank.example     | k.json | false | encrypted
                    https://bank.example     | k.json | true  | both
                    """)
    void cards_leave_this_machine_in_plain_only_if_that_is_said(
            String url, @Nullable String keys, @Nullable Boolean inPlain, String form) {
        var asked = URI.create(url);
        ThrowingCallable read =
                () ->
                        InstitutionSettings.cardForm(
                                NAME, asked, ofNullable(keys), ofNullable(inPlain));
        switch (form) {
            case "neither" ->
                    assertThatThrownBy(read)
                            .hasMessage(
                                    "institutions.bank-a.card-keys is required, or"
                                            + " institutions.bank-a.card-in-plain=true");
            case "both" ->
                    assertThatThrownBy(read)
                            .hasMessage(
                                    "either institutions.bank-a.card-keys or"
                                            + " institutions.bank-a.card-in-plain=true, not both");
            default ->
                    assertThat(
                                    InstitutionSettings.cardForm(
                                            NAME, asked, ofNullable(keys), ofNullable(inPlain)))
                            .isEqualTo(
                                    form.equals("plain")
                                            ? new CardForm.InPlain()
                                            : new CardForm.Encrypted("k.json"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://bank.example     | https://bank.example/keys | url
                    http://127.0.0.1.example | k.json                   | url
                    https://bank.example    | http://bank.example/keys  | card-keys
                    """)
    void what_goes_to_another_machine_without_tls_is_refused_unless_that_is_said(
            String url, String keys, String setting) {
        var refused = new Secrecy(new CardForm.Encrypted(keys), false, empty(), empty());
        var allowed = new Secrecy(new CardForm.Encrypted(keys), true, empty(), empty());

        assertThatThrownBy(() -> with(url, refused))
                .hasMessage(
                        "institutions.bank-a."
                                + setting
                                + " goes to another machine without TLS: make it https, or allow it"
                                + " by institutions.bank-a.plain-http=true");
        assertThat(with(url, allowed).secrecy()).isEqualTo(allowed);
    }

    @Test
    void certificates_without_tls_are_refused_for_they_would_guard_nothing() {
        var file = Optional.of(Path.of("ca.pem"));
        var client = Optional.of(new ClientCertificate(Path.of("c.pem"), Path.of("c.key")));
        var trusting = new Secrecy(new CardForm.InPlain(), false, file, empty());
        var showing = new Secrecy(new CardForm.InPlain(), false, empty(), client);

        assertThatThrownBy(() -> with("http://127.0.0.1:1", trusting))
                .hasMessage("institutions.bank-a.trust is of no use without https");
        assertThatThrownBy(() -> with("http://127.0.0.1:1", showing))
                .hasMessage("institutions.bank-a.client-certificate is of no use without https");
    }

    private static InstitutionSettings with(String url, Secrecy secrecy) {
        return new InstitutionSettings(
                NAME,
                "http",
                URI.create(url),
                secrecy,
                CapabilitySheet.FULL,
                Deadlines.DEFAULT,
                Guard.DEFAULT);
    }

    private static InstitutionSettings right() {
        return InstitutionSettings.http(NAME, URI.create("https://bank.example"));
    }

    private static void refused(Deadlines deadlines, String setting) {
        assertThatThrownBy(() -> right().with(deadlines))
                .hasMessageStartingWith("institutions.bank-a." + setting + " is ");
    }

    private static void refused(Guard guard, String setting) {
        assertThatThrownBy(() -> right().with(guard))
                .hasMessageStartingWith("institutions.bank-a." + setting + " is ");
    }
}
