package org.banktransfer.transfer;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Transfer.Wish;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The customer's way in: from a wish to a durable intent, or to the reason why not. Sends nothing
/// to any institution. Safe under concurrency: of presses that race, one begins and the others are
/// answered with it.
public final class Redemption {

    /// A card's settled transfer whose state was not written yet can be in the way once, perhaps
    /// twice; more often means that the card is really busy.
    private static final int TRIES_MAX = 3;

    private final TransferStore transfers;
    private final Ledger ledger;
    private final Institutions institutions;
    private final TransferEngine engine;
    private final EngineSettings settings;
    private final PinPolicy pinPolicy;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /// @param chance must be safe under concurrency and unpredictable
    public Redemption(
            TransferStore transfers,
            Ledger ledger,
            Institutions institutions,
            TransferEngine engine,
            EngineSettings settings,
            PinPolicy pinPolicy,
            InstantSource clock,
            RandomGenerator chance) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.institutions = institutions;
        this.engine = engine;
        this.settings = settings;
        this.pinPolicy = pinPolicy;
        this.clock = clock;
        this.chance = chance;
    }

    /// Begins a transfer, or says why not. Does not throw for anything out of reach.
    ///
    /// @param card kept in the drive alone
    public RedeemAnswer redeem(Wish wish, Card card) {
        try {
            var now = clock.instant();
            var proposed = new ProposedCredit(wish.account(), wish.card(), wish.amount(), now);
            return switch (ledger.advise(proposed)) {
                case Advice.NoAnswer(var why) ->
                        orReplayed(wish, () -> new RedeemAnswer.Unavailable(why));
                case Advice.NoSuchAccount _ -> orReplayed(wish, RedeemAnswer.AccountUnusable::new);
                case Advice.Known(var account, var refusal) ->
                        problemWith(wish, account)
                                .map(problem -> orReplayed(wish, () -> problem))
                                .orElseGet(() -> accept(wish, card, refusal));
            };
        } catch (StoreUnreachable e) {
            return new RedeemAnswer.Unavailable("the transfer store is out of reach");
        }
    }

    /// A repeat is answered with its transfer even where a first request would now be refused.
    private RedeemAnswer orReplayed(Wish wish, Supplier<RedeemAnswer> otherwise) {
        return transfers
                .findByKey(wish.customer(), wish.key())
                .map(earlier -> replayed(wish, earlier))
                .orElseGet(otherwise);
    }

    private RedeemAnswer replayed(Wish wish, Transfer earlier) {
        return earlier.wish().isRepeatedBy(wish)
                ? new RedeemAnswer.Replayed(asItIsNow(earlier))
                : new RedeemAnswer.KeyReused();
    }

    private Optional<RedeemAnswer> problemWith(Wish wish, Account account) {
        if (!account.owner().equals(wish.customer()) || account.status() != AccountStatus.OPEN) {
            return Optional.of(new RedeemAnswer.AccountUnusable());
        }
        if (!account.currency().equals(wish.amount().currency())) {
            return Optional.of(new RedeemAnswer.CurrencyMismatch());
        }
        if (institutions.find(wish.institution()).isEmpty()) {
            return Optional.of(new RedeemAnswer.InstitutionUnknown());
        }
        return Optional.empty();
    }

    private RedeemAnswer accept(Wish wish, Card card, Optional<VoidReason> advice) {
        var claim = ClaimToken.next(chance);
        for (int tries = 1; ; tries++) {
            var now = clock.instant();
            var transfer = pending(wish, now);
            var claimedUntil = now.plus(settings.claimFor());
            switch (transfers.accept(transfer, claim, claimedUntil, pinPolicy)) {
                case Acceptance.Accepted _ -> {
                    return new RedeemAnswer.Begun(engine.begin(transfer, claim, card, advice));
                }
                case Acceptance.KeyUsed(var earlier) -> {
                    return replayed(wish, earlier);
                }
                case Acceptance.CustomerSlowed(var until) -> {
                    return new RedeemAnswer.CustomerSlowed(until);
                }
                case Acceptance.CardLocked(var until) -> {
                    return new RedeemAnswer.CardLocked(until);
                }
                case Acceptance.CardBusy(var unsettled) -> {
                    if (tries == TRIES_MAX || !isInFactSettled(unsettled)) {
                        boolean own = unsettled.wish().customer().equals(wish.customer());
                        return new RedeemAnswer.InProgress(
                                own ? Optional.of(unsettled.id()) : Optional.empty());
                    }
                }
            }
        }
    }

    /// The ledger may know the end of a transfer whose state has not been written yet. Only the
    /// ledger is asked: asking the institution could overtake a cash-out that is on its way.
    private boolean isInFactSettled(Transfer unsettled) {
        var now = clock.instant();
        return endOf(ledger.lookUp(unsettled.id()))
                .map(end -> {
                    transfers.record(
                            new Progress(
                                    engine.closedBySecondPress(unsettled.in(end, now)),
                                    Optional.of(new Became(unsettled.id(), end, now))));
                    return transfers.flush(settings.closeWithin());
                })
                .orElse(false);
    }

    private static Optional<TransferState> endOf(LedgerAnswer decision) {
        return switch (decision) {
            case LedgerAnswer.Credited(var amount) ->
                    Optional.of(new TransferState.Completed(amount));
            case LedgerAnswer.Voided(var reason, var paid, var booked) ->
                    booked
                            ? Optional.of(new TransferState.Reversed(reason, paid))
                            : Optional.empty();
            case LedgerAnswer.Open _, LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ ->
                    Optional.empty();
        };
    }

    private Transfer asItIsNow(Transfer stored) {
        return stored.isFinal() ? stored : stored.asDecided(ledger.lookUp(stored.id()));
    }

    private Transfer pending(Wish wish, Instant now) {
        return new Transfer(
                TransferId.next(clock, chance),
                wish,
                new TransferState.Pending(),
                now,
                now,
                now.plus(settings.validFor()),
                now.plus(settings.patience()),
                0,
                Optional.empty());
    }
}
