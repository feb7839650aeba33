package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.whole;
import static org.banktransfer.service.connector.http.RawInstitution.write;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Answers that come about when we stop waiting for them, a little before or a little after.
@Timeout(60)
class LateAnswerTest {

    private static final int CALLS = 120;
    private static final Duration DEADLINE = Duration.ofMillis(10);

    private final Random chance = new Random(3);
    private final AtomicReference<RawInstitution> institution = new AtomicReference<>();

    /// Every other transfer is declined, in an answer that names no transfer: it could be taken for
    /// any other's.
    @Test
    void an_answer_that_comes_as_we_stop_waiting_is_heard_or_unknown_and_never_anothers()
            throws IOException {
        var behaviours = Collections.nCopies(2 * CALLS, (RawInstitution.Behaviour) this::answer);
        try (var raw = new RawInstitution(behaviours.toArray(RawInstitution.Behaviour[]::new))) {
            institution.set(raw);
            var hasty = line(raw, DEADLINE);
            var patient = line(raw, Given.AMPLE);
            int late = 0;
            for (int i = 0; i < CALLS; i++) {
                var id = TransferId.next(InstantSource.system(), chance);
                var reply = hasty.cashOut(request(id)).reply();

                var expected = isDeclined(id) ? Declined.class : Approved.class;
                assertThat(reply).isInstanceOfAny(Unknown.class, expected);
                if (reply instanceof Unknown) {
                    late++;
                    assertThat(patient.lookUp(id, Given.AMOUNT).reply())
                            .as("asked again")
                            .isInstanceOf(expected);
                }
            }
            assertThat(late).as("answers that came too late").isGreaterThan(CALLS / 10);
        }
    }

    private boolean answer(java.net.Socket socket, OutputStream out) throws IOException {
        var asked = institution.get().requests().getLast();
        var id =
                TransferId.parse(asked.replaceAll("(?s).*/v1/cash-outs/(tr_[0-9a-f]{32}).*", "$1"));
        if (asked.startsWith("PUT")) {
            LockSupport.parkNanos(chance.nextLong(2 * DEADLINE.toNanos()));
        }
        write(
                out,
                whole(
                        "200 OK",
                        isDeclined(id)
                                ? "{\"status\":\"declined\",\"code\":\"card_expired\"}"
                                : """
                                {"id":"%s","status":"approved","amount":2500,"currency":"USD"}\
                                """
                                        .formatted(id)));
        return true;
    }

    private static boolean isDeclined(TransferId id) {
        return id.value().getLeastSignificantBits() % 2 == 0;
    }

    private static HttpLine line(RawInstitution institution, Duration within) {
        return new HttpLine(Given.institution(institution.url(), within), InstantSource.system());
    }

    private static CashOutRequest request(TransferId id) {
        return new CashOutRequest(id, Given.REQUEST.card(), Given.AMOUNT, Given.VALID_UNTIL);
    }
}
