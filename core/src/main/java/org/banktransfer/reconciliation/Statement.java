package org.banktransfer.reconciliation;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// One statement, whole: an institution's own list of what it paid us and took back. A statement
/// without movements says that there were none on its days.
///
/// @param days the days, in UTC, of which it has every movement known when it was made
/// @param movements in the order in which they were booked
public record Statement(Set<LocalDate> days, List<Movement> movements) {

    public Statement {
        days = Set.copyOf(days);
        movements = List.copyOf(movements);
    }
}
