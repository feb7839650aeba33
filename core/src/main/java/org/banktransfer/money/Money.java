package org.banktransfer.money;

import java.util.Currency;

/// An amount of one currency. Arithmetic is exact: what does not fit is refused, never wrapped.
///
/// @param minor whole minor units: `2500` is 25.00 USD and 2500 JPY (ISO 4217 gives the digits)
/// @param currency an ISO 4217 currency
public record Money(long minor, Currency currency) {

    /// @param currencyCode three letters of ISO 4217
    /// @throws IllegalArgumentException if there is no such currency
    public static Money of(long minor, String currencyCode) {
        return new Money(minor, Currency.getInstance(currencyCode));
    }

    public boolean isPositive() {
        return minor > 0;
    }

    /// @throws IllegalArgumentException if the currencies differ
    /// @throws ArithmeticException if the sum does not fit
    public Money plus(Money other) {
        return new Money(Math.addExact(minor, inSameCurrency(other)), currency);
    }

    /// @throws IllegalArgumentException if the currencies differ
    /// @throws ArithmeticException if the difference does not fit
    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, inSameCurrency(other)), currency);
    }

    /// @throws IllegalArgumentException if the currencies differ
    public boolean isMoreThan(Money other) {
        return minor > inSameCurrency(other);
    }

    private long inSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("mixing " + currency + " and " + other.currency);
        }
        return other.minor;
    }

    @Override
    public String toString() {
        return minor + " " + currency;
    }
}
