package org.banktransfer.service.http;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The issuer's public keys, fetched again from time to time and when a token names a key that is
/// not among them. If they cannot be fetched, the last ones are used for a while longer.
///
/// Safe under concurrency: one thread fetches; `lock` guards the fetching, and what was fetched is
/// published by a volatile write.
final class SigningKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /// So that tokens with made-up keys, or an issuer that is down, make no storm of fetches.
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);

    private final Origin origin;
    private final Duration keysFor;
    private final Duration staleKeysFor;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Fetched last;
    private volatile Instant triedAt = Instant.EPOCH;

    /// Where the keys come from.
    @FunctionalInterface
    interface Origin {
        JWKSet fetch() throws IOException, ParseException;
    }

    private record Fetched(JWKSet keys, Instant at) {}

    SigningKeys(Origin origin, Duration keysFor, Duration staleKeysFor, InstantSource clock) {
        this.origin = origin;
        this.keysFor = keysFor;
        this.staleKeysFor = staleKeysFor;
        this.clock = clock;
    }

    static SigningKeys of(AuthSettings settings, InstantSource clock) {
        return new SigningKeys(
                new PublishedKeys(settings.keys(), settings.keysWithin()),
                settings.keysFor(),
                settings.staleKeysFor(),
                clock);
    }

    /// @throws KeySourceException if there are no keys to judge by
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        var keys = fresh();
        var matching = selector.select(keys.keys());
        if (matching.isEmpty() && mayFetchAgain()) {
            matching = selector.select(fetch(keys).keys());
        }
        return matching;
    }

    /// When the keys that are used now were fetched: whatever was judged by other ones must be
    /// judged again.
    ///
    /// @throws KeySourceException if there are no keys to judge by
    Instant fetchedAt() throws KeySourceException {
        return fresh().at();
    }

    /// The same without fetching any.
    Instant lastFetchedAt() {
        var known = last;
        return known == null ? Instant.EPOCH : known.at();
    }

    private Fetched fresh() throws KeySourceException {
        var known = last;
        if (known != null && !isOlder(known.at(), keysFor)) {
            return known;
        }
        // An issuer whose answer never ends holds up nobody but the one who asked it.
        boolean isDue = mayFetchAgain() && !lock.isLocked();
        var fetched = known == null || isDue ? fetch(known) : known;
        if (isOlder(fetched.at(), staleKeysFor)) {
            throw new KeySourceException("the issuer's keys are out of reach for too long");
        }
        return fetched;
    }

    /// @return the newest there are
    private Fetched fetch(@Nullable Fetched known) throws KeySourceException {
        lock.lock();
        try {
            var meanwhile = last;
            if (meanwhile != null && (known == null || meanwhile.at().isAfter(known.at()))) {
                return meanwhile;
            }
            if (mayFetchAgain()) {
                triedAt = clock.instant();
                meanwhile = new Fetched(origin.fetch(), triedAt);
                last = meanwhile;
            }
            if (meanwhile == null) {
                throw new KeySourceException("the issuer's keys are out of reach");
            }
            return meanwhile;
        } catch (IOException | ParseException e) {
            LOG.warn("cannot fetch the issuer's keys", e);
            if (known == null) {
                throw new KeySourceException("the issuer's keys are out of reach", e);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayFetchAgain() {
        return isOlder(triedAt, BETWEEN_FETCHES);
    }

    private boolean isOlder(Instant then, Duration than) {
        return then.plus(than).isBefore(clock.instant());
    }
}
