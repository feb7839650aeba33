package org.banktransfer.event;

import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;

import java.util.Arrays;
import java.util.Locale;

/// Which status a transfer has come to. There is none for `pending`: that is how it begins, and
/// whoever began it was answered.
public enum EventType {
    REVERSING,
    COMPLETED,
    DECLINED,
    REVERSED;

    private static final String PREFIX = "org.banktransfer.transfer.";

    /// @throws IllegalArgumentException if the state is pending
    public static EventType of(TransferState state) {
        return switch (state) {
            case Pending _ -> throw new IllegalArgumentException("pending is no change");
            case Reversing _ -> REVERSING;
            case Completed _ -> COMPLETED;
            case Declined _ -> DECLINED;
            case Reversed _ -> REVERSED;
        };
    }

    /// @param written as [#written] gives it
    /// @throws IllegalArgumentException if there is no such type
    public static EventType parse(String written) {
        return Arrays.stream(values())
                .filter(type -> type.written().equals(written))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such type"));
    }

    /// @param word as [#word] gives it
    /// @throws IllegalArgumentException if there is no such status, or no event of it
    public static EventType ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// As outsiders know it: `org.banktransfer.transfer.completed`.
    public String written() {
        return PREFIX + word();
    }

    /// The status.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Where it stands among a transfer's events: a later one has a greater rank. A transfer has at
    /// most one event of each.
    public int rank() {
        return switch (this) {
            case REVERSING -> 2;
            case COMPLETED, DECLINED, REVERSED -> 3;
        };
    }
}
