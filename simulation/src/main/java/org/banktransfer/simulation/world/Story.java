package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What happened in a world, line by line in the bank's words; or nothing at all, where nobody is
/// going to read it. Whoever tells something asks first whether it `isTold`.
final class Story {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final int LINES_MAX = 5_000;

    private final boolean isTold;
    private final Timeline timeline;
    private final List<String> lines = new ArrayList<>();
    private final Map<TransferId, String> names = new HashMap<>();

    Story(boolean isTold, Timeline timeline) {
        this.isTold = isTold;
        this.timeline = timeline;
    }

    boolean isTold() {
        return isTold;
    }

    void tell(String who, String what) {
        if (isTold && lines.size() < LINES_MAX) {
            var at = TIME.format(timeline.instant(0));
            lines.add("%s  %-10s  %s".formatted(at, who, what));
        }
    }

    /// A short name for a transfer, the same throughout the story.
    String nameOf(TransferId id) {
        return names.computeIfAbsent(id, _ -> "t" + (names.size() + 1));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
