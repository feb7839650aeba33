package org.banktransfer.transfer;

import org.banktransfer.institution.Card;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Progress.Change;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Drives one transfer on, a step at a time: look up the step, do it through a port, record what
/// was learned, again. Request path, recovery and simulation all run it. It keeps nothing between
/// two steps but the [Drive], so a crash between any two instructions loses nothing that matters.
///
/// Safe under concurrency, also for two drives of the same transfer on different nodes: the ledger
/// and the institution dedupe on the transfer's id.
public final class TransferEngine {

    private final TransferStore transfers;
    private final Ledger ledger;
    private final Institutions institutions;
    private final EngineSettings settings;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final StepObserver observer;

    /// @param chance must be safe under concurrency
    public TransferEngine(
            TransferStore transfers,
            Ledger ledger,
            Institutions institutions,
            EngineSettings settings,
            InstantSource clock,
            RandomGenerator chance,
            StepObserver observer) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.institutions = institutions;
        this.settings = settings;
        this.clock = clock;
        this.chance = chance;
        this.observer = observer;
    }

    /// The run of the one who has just accepted the transfer.
    ///
    /// @param advice why the rules advise against it, if they do
    public Drive begin(
            Transfer accepted, ClaimToken claim, Card card, Optional<VoidReason> advice) {
        return Drive.first(accepted, claim, card, advice);
    }

    /// The run of one who has claimed the transfer and knows nothing else of it.
    public Drive resume(Transfer claimed, ClaimToken claim) {
        return Drive.again(claimed, claim);
    }

    /// Does the one step that is owed and records what was learned. Not to be called of a drive
    /// that is over, nor before its `notBefore`.
    ///
    /// @throws org.banktransfer.ledger.BrokenInvariant if the books contradict the step; park it
    /// @throws StoreUnreachable never leaves the drive worse off: the step may be done again. After
    ///   anything else that is thrown the drive must not be advanced again, only parked or dropped:
    ///   it does not know whether its step was done
    public Drive advance(Drive drive) {
        var transfer = drive.transfer();
        var institution = institutionOf(transfer);
        var startedAt = clock.instant();
        var step = DecisionTable.next(facts(drive, institution, startedAt));
        observer.before(drive, step);
        return switch (step) {
            case Step.AskLedger _ -> heard(drive, step, startedAt, ledger.lookUp(transfer.id()));
            case Step.Credit(var paid) ->
                    heard(
                            drive,
                            step,
                            startedAt,
                            ledger.credit(creditOrder(transfer, paid, startedAt)));
            case Step.VoidCredit(var reason) ->
                    heard(
                            drive,
                            step,
                            startedAt,
                            ledger.voidCredit(voidOrder(drive, reason, startedAt)));
            case Step.BookReversal _ ->
                    heard(drive, step, startedAt, ledger.bookReversal(transfer.id(), startedAt));
            case Step.CashOut _ -> {
                var reply = onlyIfRemembered(cashOut(institution, cashOutRequest(drive)), drive);
                yield heard(drive, step, startedAt, reply, afterRepeatPause(drive));
            }
            case Step.AskInstitution _ -> {
                var reply = institution.lookUp(transfer.id(), transfer.wish().amount());
                yield heard(drive, step, startedAt, reply, Instant.EPOCH);
            }
            case Step.Reverse(var reason) -> {
                var reply = institution.reverse(transfer.id(), Outcome.lowerCase(reason));
                var entry = entry(transfer, step, startedAt, Outcome.of(reply));
                var after = drive.heard(reply, startedAt);
                record(after, entry, Optional.empty());
                yield after;
            }
            case Step.Close(var state) -> close(drive, step, state, startedAt);
            case Step.Wait(var until) -> {
                var due = nextRound(transfer, institution, until, startedAt);
                yield release(
                        drive, step, transfer.parked(), due, startedAt, Outcome.lowerCase(until));
            }
            case Step.Park(var reason) -> parked(drive, reason);
        };
    }

    /// Ends the run and calls a person. Recovery goes on with the transfer, slowly.
    public Drive park(Drive drive, ParkReason reason) {
        observer.before(drive, new Step.Park(reason));
        return parked(drive, reason);
    }

    /// How far people may put off what is owed to the transfer now. Nobody drives one whose
    /// institution the settings no longer name, so nothing bounds that.
    public Leeway leeway(Transfer transfer) {
        return institutions
                .find(transfer.wish().institution())
                .map(institution ->
                        new Leeway(
                                pause(
                                        transfer,
                                        Optional.of(ParkReason.BY_OPERATOR),
                                        clock.instant()),
                                window(transfer, institution).closesFrom()))
                .orElseGet(() -> new Leeway(settings.parkedRetry(), Instant.MAX));
    }

    private Drive parked(Drive drive, ParkReason reason) {
        var now = clock.instant();
        var due = now.plus(pause(drive.transfer(), Optional.of(reason), now));
        return release(
                drive,
                new Step.Park(reason),
                Optional.of(reason),
                due,
                now,
                Outcome.lowerCase(reason));
    }

    /// An institution promises not to throw. If it does all the same, the request may be out, and a
    /// drive that still took it for not sent would close the transfer without a reversal. What was
    /// thrown is named and not quoted: the card was near.
    private static CashOutReply cashOut(Institution institution, CashOutRequest request) {
        try {
            return institution.cashOut(request);
        } catch (RuntimeException e) {
            return new CashOutWord.Unknown("the connector broke: " + e.getClass().getName());
        }
    }

    /// A repeat may reach an institution that has forgotten the first: this process stood still
    /// before it sent, or the network held it up. What is declined then, perhaps only because it
    /// has expired, is the repeat, and the first may have been paid.
    private CashOutReply onlyIfRemembered(CashOutReply reply, Drive drive) {
        var transfer = drive.transfer();
        var rememberedFor = institutionOf(transfer).capabilities().dedupesFor();
        boolean mayBeForgotten =
                drive.repeats() > 0
                        && clock.instant().isAfter(transfer.createdAt().plus(rememberedFor));
        return reply instanceof CashOutWord.Declined && mayBeForgotten
                ? new CashOutWord.Unknown("declined a repeat that it may have taken for a first")
                : reply;
    }

    /// The history's word on a transfer that a second press found settled in the ledger.
    HistoryEntry closedBySecondPress(Transfer settled) {
        var outcome = new Outcome(Outcome.word(settled.state()), "found by a second press");
        return entry(settled, new Step.Close(settled.state()), clock.instant(), outcome);
    }

    private Drive heard(Drive drive, Step step, Instant startedAt, LedgerAnswer answer) {
        var after = drive.heard(answer);
        Optional<Change> change =
                after.transfer().state() instanceof TransferState.Reversing reversing
                                && !reversing.equals(drive.transfer().state())
                        ? Optional.of(new Became(drive.transfer().id(), reversing, clock.instant()))
                        : Optional.empty();
        record(after, entry(drive.transfer(), step, startedAt, Outcome.of(answer)), change);
        return after;
    }

    private Drive heard(
            Drive drive, Step step, Instant startedAt, CashOutWord reply, Instant notBefore) {
        var word = checked(reply, drive.transfer());
        var after = drive.heard(word, notBefore);
        var entry = entry(drive.transfer(), step, startedAt, Outcome.of(word));
        record(after, entry, Optional.empty());
        return after;
    }

    /// Connectors check it as well: what was paid is what was asked for, or we have not been
    /// answered.
    private static CashOutWord checked(CashOutWord word, Transfer transfer) {
        var asked = transfer.wish().amount();
        return word instanceof CashOutWord.Approved(var paid, _) && !asked.isMetBy(paid)
                ? new CashOutWord.Unknown("approved " + paid + " for " + asked)
                : word;
    }

    /// A completed transfer is the ledger's to tell, so nobody waits for its status write. Any
    /// other end is told only once it is durable, and as the record has it: of two runs that end in
    /// different true words, declined and reversed, the record keeps the first. If that takes too
    /// long the run ends as it is, and recovery finds the end again.
    private Drive close(Drive drive, Step step, TransferState state, Instant startedAt) {
        var transfer = drive.transfer();
        var entry = entry(transfer, step, startedAt, new Outcome(Outcome.word(state), ""));
        record(drive, entry, Optional.of(new Became(transfer.id(), state, startedAt)));
        if (state instanceof TransferState.Completed) {
            return drive.over(transfer.in(state, startedAt));
        }
        return drive.over(
                transfers.flush(settings.closeWithin())
                        ? transfers.find(transfer.id()).orElse(transfer)
                        : transfer);
    }

    private Drive release(
            Drive drive,
            Step step,
            Optional<ParkReason> parked,
            Instant due,
            Instant now,
            String outcome) {
        var transfer = drive.transfer();
        record(
                drive,
                entry(transfer, step, now, new Outcome(outcome, "")),
                Optional.of(
                        new Released(
                                transfer.id(),
                                drive.claim(),
                                transfer.attempts() + 1,
                                due,
                                parked,
                                now)));
        return drive.over(transfer);
    }

    private void record(Drive drive, HistoryEntry entry, Optional<Change> change) {
        observer.answered(drive, entry);
        transfers.record(new Progress(entry, change));
        observer.recorded(drive, entry);
    }

    private Facts facts(Drive drive, Institution institution, Instant now) {
        var transfer = drive.transfer();
        var can = institution.capabilities();
        var created = transfer.createdAt();
        var sendUntil = created.plus(settings.cashOutWithin());
        boolean repeatIsTakenForOne =
                drive.cashOut() instanceof CashOutWord.NotSent
                        || !expiry(transfer, institution).isAfter(created.plus(can.dedupesFor()));
        return new Facts(
                drive.ledger(),
                drive.cashOut(),
                drive.reversal(),
                drive.advice(),
                drive.card().isPresent() && now.isBefore(sendUntil) && repeatIsTakenForOne,
                can.looksUp(),
                now.isBefore(transfer.patienceUntil()),
                !can.tombstones()
                        && !drive.reversalAskedAt().isAfter(expiry(transfer, institution)),
                window(transfer, institution).isClosing(now));
    }

    /// The last instant at which a cash-out of the transfer can be executed, tombstone or not, as
    /// any of the clocks may show it.
    private Instant expiry(Transfer transfer, Institution institution) {
        var can = institution.capabilities();
        var last =
                can.honoursValidUntil()
                        ? transfer.validUntil()
                        : transfer.createdAt()
                                .plus(settings.cashOutWithin())
                                .plus(can.longestDelay());
        return last.plus(settings.clockSkew());
    }

    private Instant nextRound(
            Transfer transfer, Institution institution, Step.Until until, Instant now) {
        var earliest =
                switch (until) {
                    case LEDGER, CASH_OUT, REVERSAL -> now;
                    case EXPIRY -> expiry(transfer, institution);
                };
        return earliest.plus(pause(transfer, transfer.parked(), earliest));
    }

    /// What a person must settle is tried slowly. Not so a reversal whose window is closing: these
    /// are its last chances.
    private Duration pause(Transfer transfer, Optional<ParkReason> parked, Instant from) {
        boolean slowly = parked.isPresent() && parked.get() != ParkReason.REVERSAL_WINDOW_CLOSING;
        var pause =
                slowly
                        ? settings.parkedRetry()
                        : settings.retry().afterAttempts(transfer.attempts(), chance);
        var longest =
                window(transfer, institutionOf(transfer))
                        .longestPause(from, settings.retry().base());
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private static ReversalWindow window(Transfer transfer, Institution institution) {
        return new ReversalWindow(
                transfer.createdAt(), institution.capabilities().reversalWindow());
    }

    private Instant afterRepeatPause(Drive drive) {
        return clock.instant().plus(settings.repeat().afterAttempts(drive.repeats(), chance));
    }

    private Institution institutionOf(Transfer transfer) {
        var name = transfer.wish().institution();
        return institutions
                .find(name)
                .orElseThrow(() ->
                        new IllegalStateException(
                                transfer.id() + ": no settings for institution " + name));
    }

    private static CashOutRequest cashOutRequest(Drive drive) {
        var transfer = drive.transfer();
        return new CashOutRequest(
                transfer.id(),
                drive.card().orElseThrow(),
                transfer.wish().amount(),
                transfer.validUntil());
    }

    private static CreditOrder creditOrder(Transfer transfer, Money paid, Instant now) {
        var wish = transfer.wish();
        return new CreditOrder(
                transfer.id(), wish.account(), wish.institution(), wish.card(), paid, now);
    }

    private static VoidOrder voidOrder(Drive drive, VoidReason reason, Instant now) {
        Optional<Money> paid =
                drive.cashOut() instanceof CashOutWord.Approved(var amount, _)
                        ? Optional.of(amount)
                        : Optional.empty();
        var transfer = drive.transfer();
        return new VoidOrder(transfer.id(), transfer.wish().institution(), reason, paid, now);
    }

    private HistoryEntry entry(Transfer transfer, Step step, Instant startedAt, Outcome outcome) {
        return new HistoryEntry(
                transfer.id(),
                startedAt,
                settings.node(),
                step.word(),
                outcome.word(),
                outcome.detail(),
                Duration.between(startedAt, clock.instant()));
    }
}
