package org.banktransfer.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When a wish is refused before its institution is asked, because somebody seems to be guessing:
/// the PIN of one card, or PINs of many.
///
/// @param wrongPinsMax so many wrong PINs within the window lock the card; more than zero
/// @param window how far back wrong PINs count; more than zero
/// @param customersWrongPinsMax so many wrong PINs of one customer within the window, of whichever
///   cards, and no wish of theirs is taken; more than zero
public record PinPolicy(int wrongPinsMax, Duration window, int customersWrongPinsMax) {

    /// What a customer waits after the first wrong PIN that slows them; each further one doubles
    /// it, up to the window.
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /// Longer than any window.
    private static final int DOUBLINGS_MAX = 30;

    public PinPolicy {
        if (wrongPinsMax <= 0 || !window.isPositive() || customersWrongPinsMax <= 0) {
            throw new IllegalArgumentException("a PIN policy's number is not more than zero");
        }
    }

    /// One that does not mind how many cards a customer tries.
    public PinPolicy(int wrongPinsMax, Duration window) {
        this(wrongPinsMax, window, Integer.MAX_VALUE);
    }

    /// With so many wrong PINs within the window, half of what is the end of it, a customer is
    /// slowed: they wait between one and the next.
    public int slowedFrom() {
        return customersWrongPinsMax / 2 + 1;
    }

    /// Until when a customer, or whoever else is held to the customers' number, has to wait.
    ///
    /// @param wrong when each of their wrong PINs was heard of, newest first; older ones than the
    ///   window make no difference
    /// @return empty if they need not
    public Optional<Instant> waitsUntil(List<Instant> wrong, Instant now) {
        var since = now.minus(window);
        var counted = wrong.stream().filter(since::isBefore).toList();
        if (counted.size() >= customersWrongPinsMax) {
            return Optional.of(counted.get(customersWrongPinsMax - 1).plus(window));
        }
        if (counted.size() < slowedFrom()) {
            return Optional.empty();
        }
        int doublings = Math.min(counted.size() - slowedFrom(), DOUBLINGS_MAX);
        var pause = PAUSE.multipliedBy(1L << doublings);
        var until = counted.getFirst().plus(pause.compareTo(window) < 0 ? pause : window);
        return Optional.of(until).filter(now::isBefore);
    }
}
