package org.banktransfer.event;

import org.banktransfer.identity.TransferId;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Pattern;

/// A place between events, in the order in which they can be read. What is written of it is for us
/// alone to understand.
///
/// @param position grows with the order of commits; several events may share one
/// @param transfer then orders those
/// @param rank then orders those of one transfer
public record EventCursor(long position, TransferId transfer, int rank)
        implements Comparable<EventCursor> {

    private static final TransferId LOWEST = new TransferId(new UUID(0, 0));

    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,18})\\.(tr_[0-9a-f]{32})\\.([0-9])");

    private static final Comparator<EventCursor> ORDER =
            Comparator.comparingLong(EventCursor::position)
                    .thenComparing(EventCursor::transfer)
                    .thenComparingInt(EventCursor::rank);

    /// Before every event there ever was.
    public static final EventCursor START = before(0);

    /// Before all events at that position.
    public static EventCursor before(long position) {
        return new EventCursor(position, LOWEST, 0);
    }

    /// @throws IllegalArgumentException if it is not what [#toString] wrote
    public static EventCursor parse(String written) {
        var plain = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.US_ASCII);
        var parts = WRITTEN.matcher(plain);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new EventCursor(
                Long.parseLong(parts.group(1)),
                TransferId.parse(parts.group(2)),
                Integer.parseInt(parts.group(3)));
    }

    @Override
    public int compareTo(EventCursor other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        var plain = position + "." + transfer + "." + rank;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
