package org.banktransfer.transfer;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import java.time.Instant;
import java.util.Optional;

/// One customer's request to bring an amount from a card into their account, as it is now.
///
/// @param wish what was asked for; never changes
/// @param state where it stands; a hint until it is final, since the ledger decides
/// @param createdAt when it was accepted
/// @param validUntil when the institution stops taking its cash-out
/// @param patienceUntil when we stop driving it forward and void it
/// @param attempts how many rounds of recovery it has had; not negative
/// @param parked why it waits for a person as well, if it does
public record Transfer(
        TransferId id,
        Wish wish,
        TransferState state,
        Instant createdAt,
        Instant updatedAt,
        Instant validUntil,
        Instant patienceUntil,
        int attempts,
        Optional<ParkReason> parked) {

    /// What the customer asked for; the PIN is no part of it.
    ///
    /// @param last4 the card's last four digits, to show
    public record Wish(
            CustomerId customer,
            IdempotencyKey key,
            AccountId account,
            InstitutionName institution,
            CardFingerprint card,
            String last4,
            RequestedAmount amount) {

        /// Whether a later request is this one again: all of it is equal, and nothing tells the
        /// cards apart. What was written down by a key that nobody has any more is known by the
        /// card's last four digits alone; a repeat moves no money, so that is enough.
        boolean isRepeatedBy(Wish later) {
            var withThisCard =
                    new Wish(
                            later.customer,
                            later.key,
                            later.account,
                            later.institution,
                            card,
                            later.last4,
                            later.amount);
            return equals(withThisCard) && card.mayBe(later.card);
        }
    }

    /// The amount, once it is known.
    public Optional<Money> amount() {
        return state.amount()
                .or(() ->
                        switch (wish.amount()) {
                            case Exactly(Money amount) -> Optional.of(amount);
                            case WholeBalance _ -> Optional.empty();
                        });
    }

    public boolean isFinal() {
        return state.isFinal();
    }

    /// Whether the ledger's decision, or an end without one, shows in the state.
    public boolean isDecided() {
        return !(state instanceof TransferState.Pending);
    }

    /// The transfer as the ledger's decision makes it: the stored state may lag behind the ledger,
    /// and the ledger is right. A final state stays as it is.
    ///
    /// The ledger alone makes a transfer completed and no other final state, even once a reversal
    /// is booked. A slow run may still record that the institution had declined; which of the two
    /// true words is the last one, the record decides.
    public Transfer asDecided(LedgerAnswer decision) {
        if (isFinal()) {
            return this;
        }
        return switch (decision) {
            case LedgerAnswer.Credited(var amount) ->
                    in(new TransferState.Completed(amount), updatedAt);
            case LedgerAnswer.Voided(var reason, var paid, _) ->
                    in(new TransferState.Reversing(reason, paid), updatedAt);
            case LedgerAnswer.Open _, LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ -> this;
        };
    }

    Transfer in(TransferState newState, Instant now) {
        return new Transfer(
                id, wish, newState, createdAt, now, validUntil, patienceUntil, attempts, parked);
    }
}
