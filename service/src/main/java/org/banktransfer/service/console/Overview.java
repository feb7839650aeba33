package org.banktransfer.service.console;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.service.console.Latencies.Counted;
import org.banktransfer.service.console.Rates.Called;
import org.banktransfer.service.console.Rates.Sample;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore.Backlog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All that one look at the bank shows.
///
/// @param safety what the last audit found; empty until there was one
/// @param stuck what is not settled, what waits for a person first
record Overview(
        Instant now,
        String node,
        Optional<Safety.Found> safety,
        List<Institution> institutions,
        List<TransferRow> stuck,
        Lately lately) {

    /// One institution: what waits for it, and how it answers.
    record Institution(
            InstitutionName name,
            Optional<Backlog> backlog,
            Optional<InstitutionNow> guards,
            Called lately,
            Instant now) {

        long unsettled() {
            return backlog.map(Backlog::unsettled).orElse(0L);
        }

        long parked() {
            return backlog.map(Backlog::parked).orElse(0L);
        }

        String oldest() {
            return backlog.map(row -> Shown.duration(Duration.between(row.oldestCreatedAt(), now)))
                    .orElse("–");
        }

        /// A word that is good, or one that calls for a look.
        String breaker() {
            return guards.map(each -> Shown.words(each.breaker())).orElse("no settings");
        }

        boolean isWell() {
            return guards.map(each -> each.breaker().equals("closed") && each.isReady())
                    .orElse(false);
        }

        String typically() {
            return lately.calls() == 0 ? "–" : Shown.duration(lately.latencies().percentile(0.5));
        }

        String slowest() {
            return lately.calls() == 0 ? "–" : Shown.duration(lately.latencies().percentile(0.99));
        }

        String unanswered() {
            return lately.calls() == 0
                    ? "–"
                    : String.format(
                            Locale.ROOT, "%.1f %%", 100.0 * lately.unanswered() / lately.calls());
        }

        String callsUnderWay() {
            return guards.map(each -> Integer.toString(each.callsUnderWay())).orElse("–");
        }

        String lookUps() {
            return guards.map(each ->
                            each.lookUpsLeft() + " now, " + each.lookUpsPerMinute() + " a minute")
                    .orElse("–");
        }
    }

    /// What this node did in the last minute.
    record Lately(double completed, double declined, double reversed, Duration p50, Duration p99) {

        static Lately of(List<Sample> samples) {
            double seconds = Math.max(1, samples.stream().mapToDouble(Sample::seconds).sum());
            var latencies = Counted.sum(samples.stream().map(Sample::latencies).toList());
            return new Lately(
                    samples.stream().mapToLong(Sample::completed).sum() / seconds,
                    samples.stream().mapToLong(Sample::declined).sum() / seconds,
                    samples.stream().mapToLong(Sample::reversed).sum() / seconds,
                    latencies.percentile(0.5),
                    latencies.percentile(0.99));
        }

        static String rate(double perSecond) {
            return String.format(Locale.ROOT, "%.1f", perSecond);
        }
    }

    /// @param guards of the institutions that have settings
    /// @param backlog also of those that have none any more
    static List<Institution> institutions(
            List<InstitutionNow> guards, List<Backlog> backlog, List<Sample> lately, Instant now) {
        var all = new ArrayList<Institution>();
        for (var each : guards) {
            var calls =
                    lately.stream()
                            .map(sample -> Optional.ofNullable(sample.called().get(each.name())))
                            .flatMap(Optional::stream)
                            .toList();
            all.add(
                    new Institution(
                            each.name(),
                            backlog.stream()
                                    .filter(row -> row.institution().equals(each.name()))
                                    .findFirst(),
                            Optional.of(each),
                            Called.sum(calls),
                            now));
        }
        for (var row : backlog) {
            if (guards.stream().noneMatch(each -> each.name().equals(row.institution()))) {
                all.add(
                        new Institution(
                                row.institution(),
                                Optional.of(row),
                                Optional.empty(),
                                Called.sum(List.of()),
                                now));
            }
        }
        return all;
    }

    static List<TransferRow> rows(List<Transfer> transfers, Instant now) {
        return transfers.stream().map(transfer -> TransferRow.of(transfer, now)).toList();
    }

    boolean isAnythingParked() {
        return institutions.stream().anyMatch(each -> each.parked() > 0);
    }
}
