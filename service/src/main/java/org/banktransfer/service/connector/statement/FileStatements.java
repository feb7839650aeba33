package org.banktransfer.service.connector.statement;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.reconciliation.Statement;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.reconciliation.StatementUnreadable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A statement that was delivered as a file. It tells of the days from its first movement's to its
/// last one's, so an empty one tells of none.
///
/// @param file is read anew each time
public record FileStatements(InstitutionName institution, Path file) implements StatementSource {

    @Override
    public List<Statement> statements(LocalDate first, LocalDate last) throws StatementUnreadable {
        try {
            var movements = StatementText.read(Files.readAllBytes(file));
            var days =
                    movements.stream()
                            .map(movement -> movement.at().atZone(ZoneOffset.UTC).toLocalDate())
                            .collect(Collectors.toSet());
            return List.of(new Statement(between(days), movements));
        } catch (IOException e) {
            throw new StatementUnreadable(file + " cannot be read");
        } catch (StatementUnreadable e) {
            throw new StatementUnreadable(file + ": " + e.getMessage());
        }
    }

    private static Set<LocalDate> between(Set<LocalDate> days) {
        return days.stream()
                .min(LocalDate::compareTo)
                .map(earliest ->
                        earliest.datesUntil(
                                        days.stream()
                                                .max(LocalDate::compareTo)
                                                .orElseThrow()
                                                .plusDays(1))
                                .collect(Collectors.toSet()))
                .orElse(Set.of());
    }
}
