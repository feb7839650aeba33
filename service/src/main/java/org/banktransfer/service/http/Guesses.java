package org.banktransfer.service.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.banktransfer.institution.DeclineCode;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState.Declined;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The wrong PINs of each address, by which one that tries many cards under many names is slowed
/// and then refused. In memory: an address says something about a person, so it is written down
/// nowhere, and each node counts what it has heard itself. What binds on all nodes, and after a
/// restart, is counted by card and by customer in the record.
///
/// Safe under concurrency: a deque is touched under its own monitor only.
final class Guesses {

    /// Of these addresses wrong PINs were heard within the window; some ten megabytes.
    private static final int ADDRESSES_MAX = 50_000;

    private final PinPolicy policy;
    private final InstantSource clock;

    /// When each was heard, newest first.
    private final Cache<Address, ArrayDeque<Instant>> heard;

    Guesses(DoorSettings settings, InstantSource clock) {
        policy = new PinPolicy(1, settings.pinWindow(), settings.addressWrongPinsMax());
        this.clock = clock;
        heard =
                Caffeine.newBuilder()
                        .maximumSize(ADDRESSES_MAX)
                        .expireAfterAccess(settings.pinWindow())
                        .build();
    }

    /// @return until when a wish from there is refused, if it is
    Optional<Instant> waitsUntil(Address address) {
        var times = heard.getIfPresent(address);
        return times == null
                ? Optional.empty()
                : policy.waitsUntil(newestFirst(times), clock.instant());
    }

    private static List<Instant> newestFirst(ArrayDeque<Instant> times) {
        synchronized (times) {
            return new ArrayList<>(times);
        }
    }

    /// What became of a wish from there.
    void ended(Address address, Transfer transfer) {
        boolean isWrong =
                transfer.state() instanceof Declined(var code) && code == DeclineCode.WRONG_PIN;
        if (!isWrong || address.isHere()) {
            return;
        }
        var times = heard.get(address, _ -> new ArrayDeque<>());
        synchronized (times) {
            times.addFirst(clock.instant());
            if (times.size() > policy.customersWrongPinsMax()) {
                times.removeLast();
            }
        }
    }
}
