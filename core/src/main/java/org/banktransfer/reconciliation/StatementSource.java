package org.banktransfer.reconciliation;

import org.banktransfer.identity.InstitutionName;

import java.time.LocalDate;
import java.util.List;

/// Where one institution's statements come from.
public interface StatementSource {

    InstitutionName institution();

    /// The statements of these days as they are now; a source that has others gives those too.
    ///
    /// @param first the first day, in UTC
    /// @param last the last day, in UTC
    /// @throws StatementUnreadable if not all of them can be had and read to their end
    List<Statement> statements(LocalDate first, LocalDate last)
            throws StatementUnreadable, InterruptedException;
}
