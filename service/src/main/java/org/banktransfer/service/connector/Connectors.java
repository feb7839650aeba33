package org.banktransfer.service.connector;

import org.banktransfer.institution.Institutions;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.service.connector.http.HttpLine;
import org.banktransfer.service.connector.statement.HttpStatements;

import java.time.InstantSource;
import java.util.List;

/// Makes the institutions of the settings. Each has its own connections, breaker, places and
/// budget: two share nothing that one of them could use up.
public final class Connectors {

    private Connectors() {}

    /// @throws IllegalStateException if two bear the same name
    public static Institutions from(List<InstitutionSettings> settings, InstantSource clock) {
        return new Institutions(guarded(settings, clock, CallObserver.NONE, TraceContext.NONE));
    }

    /// The same, for those who also want to see their calls and how their guards stand.
    public static List<GuardedInstitution> guarded(
            List<InstitutionSettings> settings,
            InstantSource clock,
            CallObserver observer,
            TraceContext trace) {
        return settings.stream()
                .map(each ->
                        new GuardedInstitution(each, line(each, clock, trace), clock, observer))
                .toList();
    }

    /// Where the statements of these institutions come from.
    public static List<StatementSource> statements(List<InstitutionSettings> settings) {
        return settings.stream().map(Connectors::statements).toList();
    }

    private static StatementSource statements(InstitutionSettings settings) {
        return switch (settings.protocol()) {
            case "http" -> new HttpStatements(settings);
            default -> throw new IllegalStateException("unchecked " + settings.protocol());
        };
    }

    private static Line line(
            InstitutionSettings settings, InstantSource clock, TraceContext trace) {
        return switch (settings.protocol()) {
            case "http" -> new HttpLine(settings, clock, trace);
            default -> throw new IllegalStateException("unchecked " + settings.protocol());
        };
    }
}
