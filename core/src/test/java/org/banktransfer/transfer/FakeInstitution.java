package org.banktransfer.transfer;

import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LATE;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An institution with one card, that does what its capability sheet says and no more.
final class FakeInstitution implements Institution {

    static final long OPENING = 10_000;
    static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /// What it has recorded for one of our ids.
    enum Entry {
        APPROVED,
        DECLINED,
        REVERSED,
        BLOCKED
    }

    private record Late(CashOutRequest request, Instant sentAt) {}

    private final CapabilitySheet sheet;
    private final FakeClock clock;
    private final Fate fate;
    private final Map<TransferId, Entry> entries = new HashMap<>();
    private final Map<TransferId, Money> paid = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final List<TransferId> cashOutsSent = new ArrayList<>();
    private final List<TransferId> reversalsAsked = new ArrayList<>();

    long cardMinor = OPENING;
    Optional<DeclineCode> declinesWith = Optional.empty();
    Optional<RuntimeException> throwsAfterCashOut = Optional.empty();
    Optional<Money> pays = Optional.empty();
    Runnable beforeReversalIsHeard = () -> {};
    Runnable beforeCashOut = () -> {};
    Optional<CashOutReply> answersCashOut = Optional.empty();
    Optional<ReversalReply> answersReversal = Optional.empty();

    FakeInstitution(CapabilitySheet sheet, FakeClock clock, Fate fate) {
        this.sheet = sheet;
        this.clock = clock;
        this.fate = fate;
    }

    Optional<Entry> entry(TransferId id) {
        return Optional.ofNullable(entries.get(id));
    }

    long cashOutsSent() {
        return cashOutsSent.size();
    }

    /// Whose reversal was asked for, each time it was.
    List<TransferId> reversalsAsked() {
        return List.copyOf(reversalsAsked);
    }

    boolean hasLateRequests() {
        return !late.isEmpty();
    }

    /// No request is on its way for longer than the longest delay.
    void deliverLateRequests() {
        var arriving = List.copyOf(late);
        late.clear();
        arriving.stream()
                .filter(r -> !clock.instant().isAfter(r.sentAt().plus(LONGEST_DELAY)))
                .forEach(r -> execute(r.request()));
    }

    /// What it has paid for the transfer and not taken back.
    long paidMinor(TransferId id) {
        return entries.get(id) == Entry.APPROVED ? paidFor(id).minor() : 0;
    }

    boolean isShut(TransferId id) {
        return entries.get(id) == Entry.REVERSED || entries.get(id) == Entry.BLOCKED;
    }

    @Override
    public InstitutionName name() {
        return Wishes.SANDBOX;
    }

    @Override
    public CapabilitySheet capabilities() {
        return sheet;
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        beforeCashOut.run();
        cashOutsSent.add(request.id());
        if (answersCashOut.isPresent()) {
            return answersCashOut.get();
        }
        return switch (fate.of("cash_out", ANSWER_LOST, REQUEST_LOST, REQUEST_LATE, REFUSED)) {
            case NONE -> {
                var reply = execute(request);
                throwsAfterCashOut.ifPresent(e -> {
                    throw e;
                });
                yield reply;
            }
            case ANSWER_LOST -> {
                execute(request);
                yield new CashOutWord.Unknown("answer lost");
            }
            case REQUEST_LOST -> new CashOutWord.Unknown("request lost");
            case REQUEST_LATE -> {
                late.add(new Late(request, clock.instant()));
                yield new CashOutWord.Unknown("request late");
            }
            case REFUSED -> {
                entries.putIfAbsent(request.id(), Entry.DECLINED);
                yield said(request.id());
            }
        };
    }

    /// Executes a request as it arrives. Without deduplication every arrival is a new request.
    private CashOutReply execute(CashOutRequest request) {
        var id = request.id();
        boolean forgotten =
                sheet.dedupesFor().isZero()
                        && (entries.get(id) == Entry.APPROVED || entries.get(id) == Entry.DECLINED);
        if (entries.containsKey(id) && !forgotten) {
            return said(id);
        }
        boolean expired =
                sheet.honoursValidUntil() && clock.instant().isAfter(request.validUntil());
        long asked =
                switch (request.amount()) {
                    case Exactly(var amount) -> amount.minor();
                    case WholeBalance _ -> cardMinor;
                };
        if (expired || declinesWith.isPresent() || asked == 0 || asked > cardMinor) {
            entries.put(id, Entry.DECLINED);
        } else {
            var pay = pays.orElse(new Money(asked, request.amount().currency()));
            entries.put(id, Entry.APPROVED);
            paid.put(id, pay);
            cardMinor -= pay.minor();
        }
        return said(id);
    }

    private CashOutReply said(TransferId id) {
        return switch (entry(id).orElseThrow()) {
            case APPROVED -> new CashOutWord.Approved(paidFor(id), "ref");
            case DECLINED ->
                    new CashOutWord.Declined(declinesWith.orElse(DeclineCode.INSUFFICIENT_FUNDS));
            case REVERSED, BLOCKED -> new CashOutWord.DoorShut();
        };
    }

    private Money paidFor(TransferId id) {
        return Optional.ofNullable(paid.get(id)).orElseThrow();
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        if (fate.of("ask_institution", REQUEST_LOST) != Fault.NONE) {
            return new CashOutWord.Unknown("no answer");
        }
        return entry(id).isPresent() ? (LookUpReply) said(id) : new CashOutWord.NeverSeen();
    }

    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        reversalsAsked.add(id);
        var fault = fate.of("reverse", ANSWER_LOST, REQUEST_LOST);
        if (fault == REQUEST_LOST) {
            return new ReversalWord.Unknown("request lost");
        }
        var reply = answersReversal.orElseGet(() -> undo(id));
        beforeReversalIsHeard.run();
        return fault == ANSWER_LOST ? new ReversalWord.Unknown("answer lost") : reply;
    }

    private ReversalReply undo(TransferId id) {
        if (entry(id).isEmpty()) {
            if (sheet.tombstones()) {
                entries.put(id, Entry.BLOCKED);
            }
            return new ReversalWord.Blocked();
        }
        return switch (entry(id).orElseThrow()) {
            case APPROVED -> {
                cardMinor += paidFor(id).minor();
                entries.put(id, Entry.REVERSED);
                yield new ReversalWord.Reversed();
            }
            case REVERSED -> new ReversalWord.Reversed();
            case BLOCKED -> new ReversalWord.Blocked();
            case DECLINED -> new ReversalWord.NothingToReverse();
        };
    }
}
