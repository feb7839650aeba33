package org.banktransfer.service.connector.certify;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.service.connector.InstitutionSettings;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a run found out about an institution.
///
/// @param settings how it was reached, and what was said of it beforehand
/// @param left transfers of the run that it does not say it has put back
public record Certificate(
        InstitutionSettings settings, List<CaseResult> results, List<String> left, Duration took) {

    /// Whether everything is as the contract, or the sheet given beforehand, has it.
    public boolean isClean() {
        return left.isEmpty() && results.stream().allMatch(this::isAsStated);
    }

    /// Whether the service can work with it by the sheet of [#sheet()].
    public boolean canBeConnected() {
        return left.isEmpty()
                && results.stream()
                        .map(CaseResult::verdict)
                        .allMatch(verdict ->
                                verdict instanceof Verdict.Passed
                                        || verdict instanceof Verdict.Lacking);
    }

    /// Whether the case passed, or failed by what was said beforehand that it lacks.
    public boolean isAsStated(CaseResult result) {
        return switch (result.verdict()) {
            case Verdict.Passed _ -> true;
            case Verdict.Lacking(var lack, _, _) ->
                    lack.value().equals(stated().get(lack.setting()));
            case Verdict.Failed _, Verdict.NotTried _ -> false;
        };
    }

    /// The capability sheet as settings, by their names after `institutions.NAME.`: what was found,
    /// and what no case can find out as it was said beforehand.
    public Map<String, String> sheet() {
        var sheet = new LinkedHashMap<>(stated());
        for (var lack : lacks()) {
            if (!lack.setting().isEmpty()) {
                sheet.put(lack.setting(), lack.value());
            }
        }
        return sheet;
    }

    private Set<Lack> lacks() {
        var lacks = EnumSet.noneOf(Lack.class);
        for (var result : results) {
            if (result.verdict() instanceof Verdict.Lacking(var lack, _, _)) {
                lacks.add(lack);
            }
        }
        return lacks;
    }

    private Map<String, String> stated() {
        CapabilitySheet given = settings.capabilities();
        var sheet = new LinkedHashMap<String, String>();
        sheet.put("looks-up", Boolean.toString(given.looksUp()));
        sheet.put("dedupes-for", written(given.dedupesFor()));
        sheet.put("tombstones", Boolean.toString(given.tombstones()));
        sheet.put("honours-valid-until", Boolean.toString(given.honoursValidUntil()));
        sheet.put("reverses-synchronously", Boolean.toString(given.reversesSynchronously()));
        sheet.put("reversal-window", written(given.reversalWindow()));
        sheet.put("longest-delay", written(given.longestDelay()));
        sheet.put("look-ups-per-minute", Integer.toString(given.lookUpsPerMinute()));
        return sheet;
    }

    /// As settings write a duration, in the largest unit that has it whole.
    private static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }
}
