package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;
import static org.banktransfer.service.connector.http.RawInstitution.breaksOffAfter;
import static org.banktransfer.service.connector.http.RawInstitution.whole;
import static org.banktransfer.service.connector.http.RawInstitution.write;

import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.service.connector.http.RawInstitution.Behaviour;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// Counts at the institution what goes over the wire. A call is one request, whatever becomes of
/// it: each test makes one more call afterwards, so that a request sent again would stand between.
class OneRequestTest {

    private static final String CASH_OUT = "PUT /base/v1/cash-outs/" + Given.ID;
    private static final String LOOK_UP = "GET /base/v1/cash-outs/" + Given.ID;
    private static final String REVERSAL = CASH_OUT + "/reversal";
    private static final Behaviour NEVER_SEEN =
            answers("404 Not Found", "{\"status\":\"never_seen\"}");

    @Test
    void a_cash_out_whose_connection_closes_after_the_request_is_not_sent_again() throws Exception {
        assertUnknownAndSentOnce((_, _) -> false, "no whole answer: InsufficientData");
    }

    @Test
    void a_cash_out_whose_connection_is_reset_is_not_sent_again() throws Exception {
        assertUnknownAndSentOnce(
                (socket, out) -> {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Le");
                    // Closing with a linger of zero sends a reset in place of an end.
                    socket.setSoLinger(true, 0);
                    return false;
                },
                "no whole answer: SocketException");
    }

    @Test
    void a_cash_out_that_is_never_answered_is_given_up_in_time_and_not_sent_again()
            throws Exception {
        assertUnknownAndSentOnce(
                Given.SHORT, (_, _) -> true, "no answer within 300 ms", NEVER_SEEN);
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        for (var status : new String[] {"301 Moved", "302 Found", "307 Temporary", "308 Moved"}) {
            assertUnknownAndSentOnce(
                    (_, out) -> {
                        write(
                                out,
                                "HTTP/1.1 "
                                        + status
                                        + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
                        return true;
                    },
                    "answered 30");
        }
    }

    @Test
    void an_overloaded_institution_is_not_asked_again_when_it_says_later() throws Exception {
        assertUnknownAndSentOnce(
                (_, out) -> {
                    write(out, "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
                    return true;
                },
                "answered 503");
    }

    @Test
    void half_an_answer_is_none_and_the_cash_out_is_not_sent_again() throws Exception {
        var answer = whole("200 OK", approved());
        assertUnknownAndSentOnce(
                breaksOffAfter(answer.substring(0, answer.length() - 1)), "no whole answer");
    }

    @Test
    void an_interim_answer_is_none_and_the_cash_out_is_not_sent_again() throws Exception {
        assertUnknownAndSentOnce(
                breaksOffAfter("HTTP/1.1 100 Continue\r\n\r\n" + whole("200 OK", approved())),
                "an answer without one length");
    }

    @Test
    void a_connection_closed_while_idle_costs_no_call() throws Exception {
        try (var institution =
                new RawInstitution(
                        breaksOffAfter(whole("200 OK", approved())),
                        answers("200 OK", approved()))) {
            var line = line(institution, Given.AMPLE);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            institution.awaitClosed(0);

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);

            assertThat(institution.calls()).containsExactly(CASH_OUT, CASH_OUT);
            assertThat(institution.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_that_closes_on_the_second_request_makes_it_unknown() throws Exception {
        try (var institution =
                new RawInstitution(answers("200 OK", approved()), (_, _) -> false, NEVER_SEEN)) {
            var line = line(institution, Given.AMPLE);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Unknown.class);
            assertThat(institution.connections()).isEqualTo(1);

            assertThat(line.lookUp(Given.ID, Given.AMOUNT).reply()).isInstanceOf(NeverSeen.class);
            assertThat(institution.calls()).containsExactly(CASH_OUT, CASH_OUT, LOOK_UP);
        }
    }

    @Test
    void a_look_up_and_a_reversal_are_not_sent_again_either() throws Exception {
        try (var institution = new RawInstitution((_, _) -> false, (_, _) -> false, NEVER_SEEN)) {
            var line = line(institution, Given.AMPLE);

            assertThat(line.lookUp(Given.ID, Given.AMOUNT).reply()).isInstanceOf(Unknown.class);
            assertThat(line.reverse(Given.ID, "timed_out").reply())
                    .isInstanceOf(ReversalWord.Unknown.class);

            assertThat(line.lookUp(Given.ID, Given.AMOUNT).reply()).isInstanceOf(NeverSeen.class);
            assertThat(institution.calls()).containsExactly(LOOK_UP, REVERSAL, LOOK_UP);
        }
    }

    @Test
    void calls_after_each_other_share_a_connection() throws Exception {
        try (var institution =
                new RawInstitution(
                        answers("200 OK", approved()),
                        NEVER_SEEN,
                        answers("200 OK", "{\"status\":\"blocked\"}"))) {
            var line = line(institution, Given.AMPLE);

            line.cashOut(Given.REQUEST);
            line.lookUp(Given.ID, Given.AMOUNT);
            var reply = line.reverse(Given.ID, "timed_out").reply();

            assertThat(reply).isInstanceOf(ReversalWord.Blocked.class);
            assertThat(institution.connections()).isEqualTo(1);
        }
    }

    private static void assertUnknownAndSentOnce(Behaviour behaviour, String why)
            throws IOException {
        assertUnknownAndSentOnce(Given.AMPLE, behaviour, why, NEVER_SEEN);
    }

    private static void assertUnknownAndSentOnce(
            Duration within, Behaviour behaviour, String why, Behaviour afterwards)
            throws IOException {
        try (var institution = new RawInstitution(behaviour, afterwards)) {
            var line = line(institution, within);

            CashOutReply reply = line.cashOut(Given.REQUEST).reply();

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Unknown.class, unknown -> assertThat(unknown.why()).startsWith(why));
            assertThat(line(institution, Given.AMPLE).lookUp(Given.ID, Given.AMOUNT).reply())
                    .isInstanceOf(NeverSeen.class);
            assertThat(institution.calls()).containsExactly(CASH_OUT, LOOK_UP);
        }
    }

    private static HttpLine line(RawInstitution institution, Duration within) {
        return new HttpLine(Given.institution(institution.url(), within), InstantSource.system());
    }
}
