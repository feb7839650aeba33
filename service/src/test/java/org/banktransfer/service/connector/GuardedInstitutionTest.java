package org.banktransfer.service.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.Pin;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.service.connector.InstitutionSettings.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class GuardedInstitutionTest {

    private static final TransferId ID = TransferId.parse("tr_019a0000000070008000000000000001");
    private static final RequestedAmount AMOUNT = new Exactly(Money.of(2500, "USD"));
    private static final CashOutRequest REQUEST =
            new CashOutRequest(
                    ID,
                    new Card(new CardNumber("6034932528973614"), new Pin("4821")),
                    AMOUNT,
                    Instant.parse("2026-01-31T12:00:30Z"));
    private static final Heard<CashOutReply> SILENCE = Heard.silence(new Unknown("nothing"));
    private static final Heard<CashOutReply> ODD = Heard.spoken(new Unknown("another amount"));
    private static final Heard<CashOutReply> NO =
            Heard.spoken(new Declined(DeclineCode.INSUFFICIENT_FUNDS));

    /// Ten calls, half of them silent, open it for two seconds; then three try.
    private static final Guard GUARD =
            new Guard(2, Duration.ZERO, 10, 50, Duration.ofSeconds(2), 3);

    private static final Duration JUST_OVER_THE_PAUSE = Duration.ofMillis(2001);

    private final SetClock clock = new SetClock();
    private final StubLine line = new StubLine();
    private final GuardedInstitution institution = guarded(line, CapabilitySheet.FULL);

    @Test
    void a_cash_out_that_was_not_sent_tells_nothing_of_the_institution() {
        line.cashOut = Heard.notSent(new Unknown("no key"));
        for (int i = 0; i < 20; i++) {
            assertThat(institution.cashOut(REQUEST)).isEqualTo(new Unknown("no key"));
        }
        assertThat(institution.standing().breaker()).isEqualTo("closed");

        line.cashOut = SILENCE;
        for (int i = 0; i < 5; i++) {
            institution.cashOut(REQUEST);
        }
        clock.pass(JUST_OVER_THE_PAUSE);
        line.cashOut = Heard.notSent(new Unknown("no key"));
        for (int i = 0; i < 20; i++) {
            assertThat(institution.cashOut(REQUEST)).isEqualTo(new Unknown("no key"));
        }
        assertThat(institution.standing().breaker()).isEqualTo("half_open");
    }

    @Test
    void a_silent_institution_is_left_alone_for_a_while() {
        line.cashOut = SILENCE;
        for (int i = 0; i < 5; i++) {
            assertThat(institution.cashOut(REQUEST)).isEqualTo(new Unknown("nothing"));
        }

        assertThat(institution.cashOut(REQUEST))
                .isEqualTo(new Unknown("not sent: the institution has been silent"));
        assertThat(institution.lookUp(ID, AMOUNT))
                .isEqualTo(new Unknown("not sent: the institution has been silent"));
        assertThat(institution.reverse(ID, "timed_out"))
                .isEqualTo(new ReversalWord.Unknown("not sent: the institution has been silent"));

        assertThat(line.calls.get()).isEqualTo(5);
        assertThat(institution.standing())
                .isEqualTo(new GuardedInstitution.Standing("open", 0, 2, 6000, 3, 0, 0));
    }

    @Test
    void an_institution_that_is_back_is_spoken_to_again() {
        line.cashOut = SILENCE;
        for (int i = 0; i < 5; i++) {
            institution.cashOut(REQUEST);
        }
        clock.pass(JUST_OVER_THE_PAUSE);
        line.cashOut = NO;

        for (int i = 0; i < 3; i++) {
            assertThat(institution.cashOut(REQUEST)).isEqualTo(NO.reply());
        }

        assertThat(institution.standing().breaker()).isEqualTo("closed");
    }

    @Test
    void an_institution_that_is_still_silent_is_left_alone_again() {
        line.cashOut = SILENCE;
        for (int i = 0; i < 5; i++) {
            institution.cashOut(REQUEST);
        }
        clock.pass(JUST_OVER_THE_PAUSE);
        for (int i = 0; i < 3; i++) {
            assertThat(institution.cashOut(REQUEST)).isEqualTo(new Unknown("nothing"));
        }

        institution.cashOut(REQUEST);

        assertThat(line.calls.get()).isEqualTo(8);
        assertThat(institution.standing().breaker()).isEqualTo("open");
    }

    @Test
    void declines_and_odd_answers_leave_the_breaker_closed() {
        for (int i = 0; i < 50; i++) {
            line.cashOut = i % 2 == 0 ? NO : ODD;
            assertThat(institution.cashOut(REQUEST)).isEqualTo(line.cashOut.reply());
        }
        assertThat(institution.standing().breaker()).isEqualTo("closed");
    }

    @Test
    void a_slow_institution_holds_up_so_many_calls_and_no_more() throws Exception {
        line.begun = new CountDownLatch(2);
        line.goOn = new CountDownLatch(1);
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = customers.submit(() -> institution.cashOut(REQUEST));
            var second = customers.submit(() -> institution.cashOut(REQUEST));
            line.begun.await();

            assertThat(institution.cashOut(REQUEST))
                    .isEqualTo(new Unknown("not sent: too many calls under way"));
            assertThat(institution.reverse(ID, "timed_out"))
                    .isEqualTo(new ReversalWord.Unknown("not sent: too many calls under way"));
            assertThat(institution.standing())
                    .isEqualTo(new GuardedInstitution.Standing("closed", 2, 2, 6000, 0, 2, 0));

            line.goOn.countDown();
            assertThat(first.get()).isEqualTo(NO.reply());
            assertThat(second.get()).isEqualTo(NO.reply());
        }
        assertThat(institution.cashOut(REQUEST)).isEqualTo(NO.reply());
        assertThat(institution.standing().callsUnderWay()).isZero();
    }

    @Test
    void a_call_waits_a_little_for_its_turn() throws Exception {
        var patient =
                new GuardedInstitution(
                        settings(CapabilitySheet.FULL)
                                .with(
                                        new Guard(
                                                1,
                                                Duration.ofSeconds(30),
                                                10,
                                                50,
                                                Duration.ofSeconds(2),
                                                3)),
                        line,
                        clock);
        line.begun = new CountDownLatch(1);
        line.goOn = new CountDownLatch(1);
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = customers.submit(() -> patient.cashOut(REQUEST));
            line.begun.await();
            var second = customers.submit(() -> patient.cashOut(REQUEST));
            line.goOn.countDown();

            assertThat(first.get()).isEqualTo(NO.reply());
            assertThat(second.get()).isEqualTo(NO.reply());
        }
    }

    @Test
    void one_dead_institution_costs_another_nothing() throws Exception {
        var other = guarded(new StubLine(), CapabilitySheet.FULL);
        line.begun = new CountDownLatch(2);
        line.goOn = new CountDownLatch(1);
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = customers.submit(() -> institution.cashOut(REQUEST));
            var second = customers.submit(() -> institution.cashOut(REQUEST));
            line.begun.await();

            for (int i = 0; i < 100; i++) {
                assertThat(institution.cashOut(REQUEST)).isInstanceOf(Unknown.class);
                assertThat(other.cashOut(REQUEST)).isEqualTo(NO.reply());
            }
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            line.goOn.countDown();
        }
    }

    @Test
    void look_ups_have_a_budget_and_reversals_and_cash_outs_have_none() {
        var frugal = guarded(line, allowing(10));
        assertThat(frugal.lookUp(ID, AMOUNT)).isEqualTo(new NeverSeen());

        assertThat(frugal.lookUp(ID, AMOUNT))
                .isEqualTo(new Unknown("not sent: the look-ups of this minute are spent"));
        for (int i = 0; i < 20; i++) {
            assertThat(frugal.reverse(ID, "timed_out")).isEqualTo(new ReversalWord.Reversed());
            assertThat(frugal.cashOut(REQUEST)).isEqualTo(NO.reply());
        }
        assertThat(frugal.standing().refusedBudget()).isEqualTo(1);

        clock.pass(Duration.ofMinutes(1));
        assertThat(frugal.lookUp(ID, AMOUNT)).isEqualTo(new NeverSeen());
    }

    @Test
    void what_was_not_sent_uses_up_no_probe() {
        var frugal = guarded(line, allowing(1));
        line.cashOut = SILENCE;
        frugal.lookUp(ID, AMOUNT);
        for (int i = 0; i < 6; i++) {
            frugal.cashOut(REQUEST);
        }
        clock.pass(JUST_OVER_THE_PAUSE);
        for (int i = 0; i < 10; i++) {
            assertThat(frugal.lookUp(ID, AMOUNT))
                    .isEqualTo(new Unknown("not sent: the look-ups of this minute are spent"));
        }
        line.cashOut = NO;

        for (int i = 0; i < 3; i++) {
            assertThat(frugal.cashOut(REQUEST)).isEqualTo(NO.reply());
        }
        assertThat(frugal.standing().breaker()).isEqualTo("closed");
    }

    private GuardedInstitution guarded(Line guardedLine, CapabilitySheet sheet) {
        return new GuardedInstitution(settings(sheet), guardedLine, clock);
    }

    private static InstitutionSettings settings(CapabilitySheet sheet) {
        var url = URI.create("http://127.0.0.1:1");
        return InstitutionSettings.http(new InstitutionName("bank-a"), url).with(sheet).with(GUARD);
    }

    private static CapabilitySheet allowing(int lookUpsPerMinute) {
        var full = CapabilitySheet.FULL;
        return new CapabilitySheet(
                true,
                full.dedupesFor(),
                true,
                true,
                true,
                full.reversalWindow(),
                full.longestDelay(),
                lookUpsPerMinute);
    }

    /// Answers what it is told to, and if told so only when it may go on.
    private static final class StubLine implements Line {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile Heard<CashOutReply> cashOut = NO;
        private volatile CountDownLatch begun = new CountDownLatch(0);
        private volatile CountDownLatch goOn = new CountDownLatch(0);

        @Override
        public Heard<CashOutReply> cashOut(CashOutRequest request) {
            calls.incrementAndGet();
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return cashOut;
        }

        @Override
        public Heard<LookUpReply> lookUp(TransferId id, RequestedAmount requested) {
            calls.incrementAndGet();
            return Heard.spoken(new NeverSeen());
        }

        @Override
        public Heard<ReversalReply> reverse(TransferId id, String reason) {
            calls.incrementAndGet();
            return Heard.spoken(new ReversalWord.Reversed());
        }
    }
}
