package org.banktransfer.service.connector.http;

import com.nimbusds.jose.jwk.JWKSet;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.service.connector.Download;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.InstitutionSettings.CardForm;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The keys that an institution publishes (a JWK set, RFC 7517). Cards are encrypted to the first
/// of the set that can be used: whoever publishes says by the order which is the newest.
///
/// [#current] never waits. The set is fetched in the background: at the start, every few minutes,
/// and at once when the institution says that it does not know the key. A set that cannot be
/// fetched, or has no key that can be used, changes nothing.
///
/// Safe under concurrency: `lock` lets one thread fetch; the key in use is published by a volatile
/// write.
final class CardKeys {

    /// Where the set comes from.
    @FunctionalInterface
    interface Origin {

        /// @throws IOException if it cannot be had; the message is ours
        byte[] fetch() throws IOException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CardKeys.class);

    private static final Duration KEYS_FOR = Duration.ofMinutes(5);

    /// So that an institution that is down, or never knows a key, is not asked in a storm.
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);
    private static final int BYTES_MAX = 256 * 1_024;

    private final InstitutionName institution;
    private final Origin origin;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable CardKey current;
    private volatile boolean isCurrentUnknown;

    /// Guarded by `lock`, as is `failed`.
    private Instant triedAt = Instant.EPOCH;

    private boolean failed;

    CardKeys(InstitutionName institution, Origin origin, InstantSource clock) {
        this.institution = institution;
        this.origin = origin;
        this.clock = clock;
    }

    /// As the settings say.
    static CardKeys of(
            InstitutionSettings settings, CardForm.Encrypted cards, InstantSource clock) {
        var url = cards.url();
        Origin origin =
                url.isPresent()
                        ? () -> {
                            try (var download = new Download(settings)) {
                                return download.get(
                                        url.get(),
                                        "application/jwk-set+json, application/json",
                                        BYTES_MAX,
                                        settings.deadlines().lookUp());
                            }
                        }
                        : () -> Files.readAllBytes(Path.of(cards.keys()));
        return new CardKeys(settings.name(), origin, clock);
    }

    /// The key to encrypt to; empty as long as none was ever fetched.
    Optional<CardKey> current() {
        return Optional.ofNullable(current);
    }

    /// The institution said that it does not know this key, so there must be another.
    void isUnknownThere(CardKey key) {
        // What was encrypted to an earlier one tells nothing of this one.
        if (key == current) {
            isCurrentUnknown = true;
        }
    }

    /// Fetches the set if it is due.
    void runOnce() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            var now = clock.instant();
            if (!now.isBefore(triedAt.plus(pause()))) {
                triedAt = now;
                fetch();
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration pause() {
        if (current == null || isCurrentUnknown) {
            return BETWEEN_FETCHES;
        }
        return failed ? AFTER_A_FAILURE : KEYS_FOR;
    }

    private void fetch() {
        try {
            var set = JWKSet.parse(new String(origin.fetch(), StandardCharsets.UTF_8));
            var first =
                    set.getKeys().stream().map(CardKey::of).flatMap(Optional::stream).findFirst();
            if (first.isPresent()) {
                use(first.get());
                failed = false;
            } else {
                failed("there is none among them that can be used");
            }
        } catch (IOException e) {
            failed(e.getMessage());
        } catch (ParseException e) {
            failed("they are not a JWK set");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(CardKey key) {
        var before = current;
        if (before == null || !before.id().equals(key.id())) {
            LOG.info("institution {}: cards are encrypted to its key {}", institution, key.id());
        }
        current = key;
        isCurrentUnknown = false;
    }

    private void failed(@Nullable String why) {
        if (!failed) {
            LOG.warn("institution {}: its keys for cards cannot be had: {}", institution, why);
        }
        failed = true;
    }
}
