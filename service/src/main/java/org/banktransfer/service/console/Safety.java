package org.banktransfer.service.console;

import org.banktransfer.reconciliation.Totals;
import org.banktransfer.service.audit.AuditReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Whether money is safe, as the audit last found it. The audit runs in the background while
/// somebody looks at the console, one twentieth of the time at most: it reads the whole ledger and
/// asks institutions. Safe under concurrency.
public final class Safety {

    private static final Logger LOG = LoggerFactory.getLogger(Safety.class);

    /// An audit is begun only if a page was shown so lately.
    private static final Duration LOOKED_WITHIN = Duration.ofMinutes(5);

    private static final Duration PAUSE_MIN = Duration.ofSeconds(30);
    private static final int PAUSE_TIMES = 20;

    private final Run audit;
    private final InstantSource clock;
    private volatile Instant lookedAt = Instant.EPOCH;
    private volatile Instant nextAt = Instant.EPOCH;
    private volatile @Nullable Found last;

    /// The audit of all books, and of the newest transfers against their institutions.
    @FunctionalInterface
    public interface Run {
        AuditReport run() throws InterruptedException;
    }

    /// @param took how long it took to find out
    record Found(AuditReport report, Instant at, Duration took) {

        /// What is unaccounted for in each currency: what the ledger's own sums do not explain, and
        /// what an institution says beyond or below them.
        List<Unaccounted> unaccounted() {
            var sums = new TreeMap<String, Unaccounted>();
            for (var sum : report.books().sums()) {
                var owedToUs = sum.of().startsWith("due from");
                var minor = owedToUs ? sum.minor() : sum.minor().negate();
                sums.merge(
                        sum.currency().getCurrencyCode(),
                        new Unaccounted(sum.currency(), minor),
                        Unaccounted::plus);
            }
            sums.replaceAll((_, each) -> each.magnitude());
            for (Totals row : report.totals()) {
                sums.merge(
                        row.currency().getCurrencyCode(),
                        new Unaccounted(row.currency(), BigInteger.valueOf(row.difference()).abs()),
                        Unaccounted::plus);
            }
            return List.copyOf(sums.values());
        }

        boolean isClean() {
            return report.isClean() && unaccounted().stream().allMatch(Unaccounted::isNothing);
        }
    }

    record Unaccounted(Currency currency, BigInteger minor) {

        private Unaccounted plus(Unaccounted other) {
            return new Unaccounted(currency, minor.add(other.minor));
        }

        private Unaccounted magnitude() {
            return new Unaccounted(currency, minor.abs());
        }

        boolean isNothing() {
            return minor.signum() == 0;
        }

        String shown() {
            return Shown.money(minor, currency);
        }
    }

    public Safety(Run audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /// Somebody looks.
    Optional<Found> look() {
        lookedAt = clock.instant();
        return Optional.ofNullable(last);
    }

    /// Audits if it is time to.
    ///
    /// @return 0
    public int runOnce() {
        var startedAt = clock.instant();
        if (startedAt.isBefore(nextAt) || startedAt.isAfter(lookedAt.plus(LOOKED_WITHIN))) {
            return 0;
        }
        // Also if it breaks off: what is in trouble is not asked again at once.
        nextAt = startedAt.plus(PAUSE_MIN);
        try {
            var report = audit.run();
            var took = Duration.between(startedAt, clock.instant());
            var found = new Found(report, startedAt, took);
            if (!found.isClean()) {
                LOG.error(
                        "the console's audit found: {} {}",
                        report.breaks(),
                        report.books().faults());
            }
            last = found;
            var pause = took.multipliedBy(PAUSE_TIMES);
            nextAt = clock.instant().plus(pause.compareTo(PAUSE_MIN) > 0 ? pause : PAUSE_MIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
