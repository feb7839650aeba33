package org.banktransfer.simulation.world;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.TransferId;
import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What happened in a world, line by line in the bank's words; or nothing at all, where nobody is
/// going to read it. Whoever tells something asks first whether it `isTold`.
///
/// Each line is about the world, about one card, or about no certain one, where a loop asks for
/// what is due. Of one broken promise only the lines of its card and of the world are told:
/// transfers of other cards have nothing to do with it, but for what they do to a shared account.
final class Story {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final int LINES_MAX = 5_000;

    private final boolean isTold;
    private final Timeline timeline;
    private final List<Line> lines = new ArrayList<>();
    private final Map<TransferId, String> names = new HashMap<>();

    private @Nullable CardFingerprint card;

    /// @param card null if it is about the world, or about no certain card
    private record Line(boolean isOfAll, @Nullable CardFingerprint card, String words) {}

    Story(boolean isTold, Timeline timeline) {
        this.isTold = isTold;
        this.timeline = timeline;
    }

    boolean isTold() {
        return isTold;
    }

    /// Which card is dealt with now; null if it is no certain one. Whoever has let others go on
    /// meanwhile says so again.
    void isAbout(@Nullable CardFingerprint now) {
        card = now;
    }

    @Nullable CardFingerprint about() {
        return card;
    }

    /// Something about the card that is dealt with now.
    void tell(String who, String what) {
        tell(false, who, what);
    }

    /// Something that may matter to every card.
    void tellOfAll(String who, String what) {
        tell(true, who, what);
    }

    private void tell(boolean isOfAll, String who, String what) {
        if (isTold && lines.size() < LINES_MAX) {
            var at = TIME.format(timeline.instant(0));
            lines.add(new Line(isOfAll, card, "%s  %-10s  %s".formatted(at, who, what)));
        }
    }

    /// A short name for a transfer, the same throughout the story.
    String nameOf(TransferId id) {
        return names.computeIfAbsent(id, _ -> "t" + (names.size() + 1));
    }

    /// All of it.
    List<String> lines() {
        return lines.stream().map(Line::words).toList();
    }

    /// What concerns one card: what was told of it and of the world.
    List<String> linesOf(CardFingerprint one) {
        var told = new ArrayList<String>();
        for (var line : lines) {
            if (line.isOfAll || one.equals(line.card)) {
                told.add(line.words);
            }
        }
        int others = lines.size() - told.size();
        if (others > 0) {
            told.add("(lines left out: " + others + ")");
        }
        return List.copyOf(told);
    }
}
