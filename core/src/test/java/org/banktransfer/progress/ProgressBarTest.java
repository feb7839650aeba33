package org.banktransfer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

class ProgressBarTest {

    private final StringWriter err = new StringWriter();
    private Instant now = Instant.EPOCH;

    private ProgressBar progress(long total, boolean isTerminal) {
        return new ProgressBar("transfers", total, new PrintWriter(err), isTerminal, () -> now);
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void on_a_terminal_a_bar_is_drawn_again_in_its_place_and_taken_away_at_the_end() {
        try (var progress = progress(2000, true)) {
            pass(200);
            progress.at(1000, "7 a second");
            assertThat(err.toString())
                    .isEqualTo(
                            "\r\033[K["
                                    + "█".repeat(20)
                                    + " ".repeat(20)
                                    + "] 1,000 of 2,000 transfers, 7 a second");
        }
        assertThat(err.toString()).endsWith("7 a second\r\033[K").doesNotContain("\n");
    }

    @Test
    void elsewhere_it_is_a_plain_line_now_and_then() {
        try (var progress = progress(2000, false)) {
            pass(9_999);
            progress.at(10);
            pass(1);
            progress.at(11);
            pass(500);
            progress.at(12);
        }
        assertThat(err.toString()).isEqualTo("11 of 2,000 transfers" + System.lineSeparator());
    }

    @Test
    void what_is_over_soon_says_nothing() {
        try (var progress = progress(10, true)) {
            pass(199);
            progress.at(10);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_bar_makes_way_for_a_line_and_comes_back() {
        var progress = progress(10, true);
        pass(200);
        progress.at(1);
        progress.clear();
        progress.clear();
        assertThat(err.toString()).endsWith("1 of 10 transfers\r\033[K");
        pass(200);
        progress.at(2);
        assertThat(err.toString()).endsWith("2 of 10 transfers");
    }

    @Test
    void where_nobody_knows_how_many_there_are_it_only_counts_and_more_than_all_fill_the_bar() {
        var unknown = progress(0, true);
        pass(200);
        unknown.at(5);
        assertThat(err.toString()).isEqualTo("\r\033[K5 transfers");
        var over = progress(10, true);
        pass(200);
        over.at(11);
        assertThat(err.toString()).contains("[" + "█".repeat(40) + "] 11 of 10");
    }
}
