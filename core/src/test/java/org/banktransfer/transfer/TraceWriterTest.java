package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CapabilitySheet;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class TraceWriterTest {

    private static final String FIRST = "1772366400000000000";

    private final StringBuilder out = new StringBuilder();
    private final ScriptedFate fate = new ScriptedFate();
    private final World world = traced(out);

    private World traced(Appendable to) {
        return new World(
                fate,
                CapabilitySheet.FULL,
                World.SETTINGS,
                clock -> new TraceWriter(to, clock, "node-1.1"));
    }

    @Test
    void every_step_is_sent_and_heard_with_its_outcome_and_amount() {
        var drive = world.begin(Wishes.wish("k1"));
        world.run(drive);

        var start =
                "{\"at\":%s,\"node\":\"node-1.1\",\"run\":\"%s\",\"transfer\":\"%s\",\"card\":\"%s\",\"event\":"
                        .formatted(
                                FIRST,
                                Long.toHexString(drive.claim().value()),
                                drive.transfer().id(),
                                "a".repeat(64));
        assertThat(lines())
                .containsExactly(
                        start
                                + "\"sent\",\"step\":\"cash_out\",\"requestedMinor\":2500,"
                                + "\"validUntil\":1772366460000000000}",
                        start
                                + "\"heard\",\"step\":\"cash_out\",\"outcome\":\"approved\","
                                + "\"amountMinor\":2500}",
                        start + "\"sent\",\"step\":\"credit\"}",
                        start
                                + "\"heard\",\"step\":\"credit\",\"outcome\":\"credited\","
                                + "\"amountMinor\":2500}",
                        start + "\"sent\",\"step\":\"close\"}",
                        start + "\"heard\",\"step\":\"close\",\"outcome\":\"completed\"}");
    }

    @Test
    void the_next_run_at_the_same_transfer_has_a_name_of_its_own() {
        fate.always("cash_out", Fault.REQUEST_LOST);
        var transfer = world.run(world.begin(Wishes.wish("k1"))).transfer();
        fate.well("cash_out");
        world.recover(transfer);

        assertThat(lines().stream().map(line -> field(line, "run")).distinct().count())
                .isGreaterThan(1);
        assertThat(lines().stream().map(line -> field(line, "transfer")).distinct())
                .containsExactly(transfer.id().toString());
    }

    @Test
    void calling_a_person_is_a_step_too_when_a_run_is_broken_off() {
        var drive = world.begin(Wishes.wish("k1"));
        world.engine.park(drive, ParkReason.BROKEN_INVARIANT);

        assertThat(lines().stream().map(line -> field(line, "event") + field(line, "step")))
                .containsExactly("sentpark", "heardpark");
        assertThat(lines().getLast()).contains("\"outcome\":\"broken_invariant\"");
    }

    @Test
    void no_card_number_and_no_pin_is_written() {
        world.run(world.begin(Wishes.wish("k1")));

        assertThat(out.toString())
                .doesNotContain(
                        new String(Wishes.CARD.number().reveal(), StandardCharsets.US_ASCII))
                .doesNotContain(new String(Wishes.CARD.pin().reveal(), StandardCharsets.US_ASCII));
    }

    @Test
    void a_name_with_quotes_or_control_characters_stays_one_string_of_json() {
        var writer = new TraceWriter(out, InstantSource.fixed(Instant.EPOCH), "a\"b\\c\n");
        writer.before(world.begin(Wishes.wish("k1")), new Step.AskLedger());

        assertThat(lines().getLast()).contains("\"node\":\"a\\u0022b\\u005cc\\u000a\"");
    }

    @Test
    void after_a_line_that_could_not_be_written_no_other_is() {
        var full = new FullDisk(2);
        var writers = new ArrayList<TraceWriter>();
        var unlucky =
                new World(
                        fate,
                        CapabilitySheet.FULL,
                        World.SETTINGS,
                        clock -> {
                            writers.add(new TraceWriter(full, clock, "node-1.1"));
                            return writers.getLast();
                        });
        var ended = unlucky.run(unlucky.begin(Wishes.wish("k1")));

        assertThat(ended.transfer().isFinal()).isTrue();
        assertThat(full.written).hasSize(2);
        assertThat(full.refused).isEqualTo(1);
        assertThat(writers.getFirst().broken()).isPresent();
    }

    private List<String> lines() {
        return Arrays.asList(out.toString().split("\n"));
    }

    private static String field(String line, String name) {
        var before = "\"" + name + "\":\"";
        int from = line.indexOf(before) + before.length();
        return line.substring(from, line.indexOf('"', from));
    }

    /// Takes so many lines, and refuses one.
    private static final class FullDisk implements Appendable {

        private final int room;
        private final List<String> written = new ArrayList<>();
        private int refused;

        private FullDisk(int room) {
            this.room = room;
        }

        @Override
        public Appendable append(CharSequence line) throws IOException {
            if (written.size() == room && refused++ == 0) {
                throw new IOException("no space left");
            }
            written.add(line.toString());
            return this;
        }

        @Override
        public Appendable append(CharSequence line, int start, int end) throws IOException {
            return append(line.subSequence(start, end));
        }

        @Override
        public Appendable append(char c) throws IOException {
            return append(String.valueOf(c));
        }
    }
}
