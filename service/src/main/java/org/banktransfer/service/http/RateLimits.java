package org.banktransfer.service.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;

import org.banktransfer.identity.CustomerId;

import java.time.Duration;
import java.util.Optional;

/// How many requests a second are let in, of each customer, of each address and of all: a bucket of
/// tokens each. In memory, so each node has its own. Safe under concurrency.
final class RateLimits {

    /// Far more than send anything within the time; some ten megabytes. Whoever is forgotten begins
    /// with a full bucket.
    private static final int REMEMBERED_MAX = 100_000;

    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DoorSettings settings;
    private final Bucket all;
    private final Cache<CustomerId, Bucket> customers = remembered();
    private final Cache<Address, Bucket> addresses = remembered();

    RateLimits(DoorSettings settings) {
        this.settings = settings;
        all = bucket(settings.allRate());
    }

    private static <K> Cache<K, Bucket> remembered() {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterAccess(REMEMBERED_FOR)
                .build();
    }

    private static Bucket bucket(int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
                .withNanosecondPrecision()
                .build();
    }

    /// Each of these takes a token.
    ///
    /// @return how long to wait for the next one, if there is none
    Optional<Duration> ofAll() {
        return take(all);
    }

    Optional<Duration> of(CustomerId customer) {
        return take(customers.get(customer, _ -> bucket(settings.customerRate())));
    }

    Optional<Duration> of(Address address) {
        return address.isHere()
                ? Optional.empty()
                : take(addresses.get(address, _ -> bucket(settings.addressRate())));
    }

    private static Optional<Duration> take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
