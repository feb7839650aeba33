package org.banktransfer.money;

import java.util.Currency;

/// How much a customer asked for.
public sealed interface RequestedAmount {

    Currency currency();

    /// Whether an institution that paid `paid` did what was asked: neither more, less nor other.
    boolean isMetBy(Money paid);

    /// All there is on the card, known only once the institution has paid it.
    record WholeBalance(Currency currency) implements RequestedAmount {
        @Override
        public boolean isMetBy(Money paid) {
            return paid.isPositive() && paid.currency().equals(currency);
        }
    }

    /// Exactly this amount or nothing.
    ///
    /// @param amount more than zero
    record Exactly(Money amount) implements RequestedAmount {
        public Exactly {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("an amount is more than zero");
            }
        }

        @Override
        public Currency currency() {
            return amount.currency();
        }

        @Override
        public boolean isMetBy(Money paid) {
            return paid.equals(amount);
        }
    }
}
