package org.banktransfer.simulation.world;

import java.util.ArrayList;
import java.util.List;

/// How often each row of the decision table was taken and each kind of fault was met. What never
/// happened was not tested.
// Places of constants are counted by, many times a microsecond, and never kept.
@SuppressWarnings("EnumOrdinal")
public final class Coverage {

    private final long[] rows = new long[Row.values().length];
    private final long[] faults = new long[FaultKind.values().length];

    void met(FaultKind kind) {
        faults[kind.ordinal()]++;
    }

    void took(Row row) {
        rows[row.ordinal()]++;
    }

    public long of(FaultKind kind) {
        return faults[kind.ordinal()];
    }

    public long of(Row row) {
        return rows[row.ordinal()];
    }

    public void add(Coverage other) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] += other.rows[i];
        }
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
    }

    /// What never happened, in words.
    public List<String> missing() {
        var missing = new ArrayList<String>();
        for (var row : Row.values()) {
            if (of(row) == 0) {
                missing.add(row.words());
            }
        }
        for (var kind : FaultKind.values()) {
            if (of(kind) == 0) {
                missing.add(kind.word());
            }
        }
        return missing;
    }
}
