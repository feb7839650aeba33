package org.banktransfer.reconciliation;

import org.banktransfer.identity.InstitutionName;

import java.util.Currency;

/// The sums of one institution and currency over the transfers seen, in minor units.
///
/// @param transfers how many transfers
/// @param institutionSays what it says it paid and has not taken back
/// @param ledgerSays what our ledger says it owes us for them
/// @param inTransit the part of that which we will not keep
/// @param underWay what the institution says beyond our ledger for transfers that are not settled;
///   may be negative while a reversal is not booked yet
/// @param unanswered transfers of which one side said nothing; in no sum
public record Totals(
        InstitutionName institution,
        Currency currency,
        long transfers,
        long institutionSays,
        long ledgerSays,
        long inTransit,
        long underWay,
        long unanswered) {

    static Totals none(InstitutionName institution, Currency currency) {
        return new Totals(institution, currency, 0, 0, 0, 0, 0, 0);
    }

    /// What nothing explains. Must be zero.
    public long difference() {
        return Math.subtractExact(Math.subtractExact(institutionSays, ledgerSays), underWay);
    }

    Totals plusUnanswered() {
        return new Totals(
                institution,
                currency,
                transfers + 1,
                institutionSays,
                ledgerSays,
                inTransit,
                underWay,
                unanswered + 1);
    }

    Totals plus(long paid, long owed, long inTransitMore, boolean isSettled) {
        return new Totals(
                institution,
                currency,
                transfers + 1,
                Math.addExact(institutionSays, paid),
                Math.addExact(ledgerSays, owed),
                Math.addExact(inTransit, inTransitMore),
                isSettled ? underWay : Math.addExact(underWay, Math.subtractExact(paid, owed)),
                unanswered);
    }
}
