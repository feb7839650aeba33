package org.banktransfer.service.desk;

import java.time.Duration;

/// How much the desk takes on, and how it watches what others drive.
///
/// @param inFlightMax how many requests and drives this process holds at once; more than zero. A
///   drive that hears nothing from its institution ends after `cashOutWithin`, so this is about
///   requests a second times that many seconds; each costs a few kilobytes
/// @param inFlightPerCustomerMax one customer's share of them, so that none can take every place;
///   more than zero
/// @param inFlightPerInstitutionMax how many of them transfers of one institution may hold, so that
///   one that is slow leaves places to the others; more than zero
/// @param takenInWithin how long a request may take, once it is read, until its intent is durable;
///   if even the quickest takes longer, there is too much to do, and others are refused; more than
///   zero
/// @param claimFor how long a claim lasts, as the engine's settings say; more than zero
/// @param pollFrom the first pause between two looks at a transfer that is driven elsewhere; more
///   than zero
/// @param pollUpTo the longest such pause; not less than `pollFrom`
public record DeskSettings(
        int inFlightMax,
        int inFlightPerCustomerMax,
        int inFlightPerInstitutionMax,
        Duration takenInWithin,
        Duration claimFor,
        Duration pollFrom,
        Duration pollUpTo) {

    private static final Duration TAKEN_IN_WITHIN = Duration.ofMillis(100);

    public DeskSettings {
        if (inFlightMax <= 0 || inFlightPerCustomerMax <= 0 || inFlightPerInstitutionMax <= 0) {
            throw new IllegalArgumentException("in-flight-max is not more than zero");
        }
        if (!takenInWithin.isPositive()) {
            throw new IllegalArgumentException("take-in-within is more than nothing");
        }
        if (!claimFor.isPositive()) {
            throw new IllegalArgumentException("a claim lasts for more than nothing");
        }
        if (!pollFrom.isPositive() || pollUpTo.compareTo(pollFrom) < 0) {
            throw new IllegalArgumentException("polls from " + pollFrom + " to " + pollUpTo);
        }
    }

    /// One where institutions may take all places, and which takes requests in within the usual
    /// time.
    public DeskSettings(
            int inFlightMax,
            int inFlightPerCustomerMax,
            Duration claimFor,
            Duration pollFrom,
            Duration pollUpTo) {
        this(
                inFlightMax,
                inFlightPerCustomerMax,
                inFlightMax,
                TAKEN_IN_WITHIN,
                claimFor,
                pollFrom,
                pollUpTo);
    }

    /// What suits one process of a few cores.
    public static DeskSettings defaults(Duration claimFor) {
        return new DeskSettings(
                10_000, 1_000, claimFor, Duration.ofMillis(100), Duration.ofMillis(250));
    }
}
