package org.banktransfer.service.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.banktransfer.service.connector.InstitutionSettings.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;

class InstitutionSettingsTest {

    private static final InstitutionName NAME = new InstitutionName("bank-a");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8085",
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
                                URI.create("http://bank.example"),
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

    private static InstitutionSettings right() {
        return InstitutionSettings.http(NAME, URI.create("http://bank.example"));
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
