package org.banktransfer.transfer;

import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.util.Optional;

/// Where a transfer stands. Each state holds exactly what is true in it.
public sealed interface TransferState {

    /// The outcome is not known yet.
    record Pending() implements TransferState {}

    /// The account is credited.
    record Completed(Money credited) implements TransferState {}

    /// The institution refused; no money moved.
    record Declined(DeclineCode code) implements TransferState {}

    /// We did not take it; the card is being made whole.
    ///
    /// @param paid what the institution had paid, if we knew
    record Reversing(VoidReason reason, Optional<Money> paid) implements TransferState {}

    /// The card is whole: returned, or never charged.
    ///
    /// @param paid what the institution had paid, if we knew
    record Reversed(VoidReason reason, Optional<Money> paid) implements TransferState {}

    /// Nothing will change any more.
    default boolean isFinal() {
        return switch (this) {
            case Pending _, Reversing _ -> false;
            case Completed _, Declined _, Reversed _ -> true;
        };
    }

    /// The amount that moved, where it is known.
    default Optional<Money> amount() {
        return switch (this) {
            case Pending _, Declined _ -> Optional.empty();
            case Completed(Money credited) -> Optional.of(credited);
            case Reversing(_, var paid) -> paid;
            case Reversed(_, var paid) -> paid;
        };
    }
}
