package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;

import io.helidon.http.Method;

import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.connector.TraceContext;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

/// What the institution gets to read.
class RequestTest {

    @Test
    void a_cash_out_names_the_card_the_amount_and_how_long_it_is_good_for() throws Exception {
        assertThat(cashOut(Given.AMOUNT))
                .startsWith(
                        "PUT /base/v1/cash-outs/tr_019a0000000070008000000000000001 HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
                .containsIgnoringCase("\r\nAccept: application/json\r\n")
                .containsIgnoringCase("\r\nUser-Agent: banktransfer\r\n")
                .endsWith(
                        """
                        \r
                        \r
                        {"card":{"number":"6034932528973614","pin":"739201846"},"amount":2500,\
                        "currency":"USD","valid_until":"2026-01-31T12:00:30.123Z"}\
                        """);
    }

    @Test
    void a_cash_out_of_the_whole_balance_names_no_amount() throws Exception {
        assertThat(cashOut(Given.WHOLE))
                .endsWith(
                        """
                        {"card":{"number":"6034932528973614","pin":"739201846"},\
                        "currency":"USD","valid_until":"2026-01-31T12:00:30.123Z"}\
                        """);
    }

    @Test
    void a_reversal_says_why_and_a_look_up_says_nothing() throws Exception {
        try (var institution =
                new RawInstitution(answers("200 OK", "{}"), answers("200 OK", "{}"))) {
            var line = line(institution);
            line.reverse(Given.ID, "refused_limit");
            line.lookUp(Given.ID, Given.AMOUNT);

            assertThat(institution.requests().getFirst())
                    .startsWith("PUT /base/v1/cash-outs/" + Given.ID + "/reversal HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n{\"reason\":\"refused_limit\"}");
            assertThat(institution.requests().getLast())
                    .startsWith("GET /base/v1/cash-outs/" + Given.ID + " HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void every_call_says_which_trace_it_is_part_of_if_it_is_traced() throws Exception {
        try (var institution = new RawInstitution(answers("200 OK", "{}"))) {
            var settings = Given.institution(institution.url(), Given.AMPLE);
            var traced =
                    new HttpLine(
                            settings, InstantSource.system(), () -> Optional.of("00-of-a-trace"));
            traced.cashOut(Given.REQUEST);
            traced.lookUp(Given.ID, Given.AMOUNT);
            traced.reverse(Given.ID, "timed_out");
            line(institution).lookUp(Given.ID, Given.AMOUNT);

            assertThat(institution.requests().subList(0, 3))
                    .allMatch(request -> request.contains("\r\ntraceparent: 00-of-a-trace\r\n"));
            assertThat(institution.requests().getLast()).doesNotContain("traceparent");
        }
    }

    @Test
    void a_body_is_wiped_once_it_is_sent() throws Exception {
        try (var institution = new RawInstitution(answers("200 OK", "{}"), (_, _) -> false)) {
            var exchange =
                    new Exchange(
                            Given.institution(institution.url(), Given.AMPLE),
                            InstantSource.system(),
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            TraceContext.NONE);
            for (int i = 0; i < 2; i++) {
                var body = "{\"pin\":\"1234\"}".getBytes(StandardCharsets.UTF_8);

                exchange.call(Method.PUT, "/v1/cash-outs/tr_1", body, Given.AMPLE);

                assertThat(institution.requests().get(i)).endsWith("{\"pin\":\"1234\"}");
                assertThat(body).containsOnly(0);
            }
        }
    }

    private static String cashOut(RequestedAmount amount) throws Exception {
        try (var institution = new RawInstitution(answers("200 OK", "{}"))) {
            line(institution).cashOut(Given.request(amount));
            return institution.requests().getFirst();
        }
    }

    private static HttpLine line(RawInstitution institution) {
        return new HttpLine(
                Given.institution(institution.url(), Given.AMPLE), InstantSource.system());
    }
}
