package org.banktransfer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.simulation.world.Simulation.Finding;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SimulationTest {

    private static final long FRESH_NANOS = Duration.ofSeconds(20).toNanos();

    /// On a machine that is busy with other things fewer are simulated, and the rarest may not be
    /// met.
    private static final long ENOUGH_TO_MEET_ALL = 50_000;

    /// The property `simulate.seed` runs a seed of one's own instead of a fresh one.
    @Test
    void nothing_is_violated_in_fresh_worlds() {
        long seed = Long.getLong("simulate.seed", System.currentTimeMillis());
        System.out.println("simulating 20 s of worlds from seed " + seed);
        var simulation = new Simulation(seed);
        long until = System.nanoTime() + FRESH_NANOS;

        var finding = simulation.run(_ -> System.nanoTime() - until >= 0, null);

        System.out.println(
                simulation.transfers() + " transfers in " + simulation.worlds() + " worlds");
        assertThat(finding).as(() -> words(seed, finding)).isEmpty();
        if (simulation.transfers() >= ENOUGH_TO_MEET_ALL) {
            assertThat(simulation.coverage().missing()).isEmpty();
        }
    }

    @Test
    void nothing_is_violated_in_worlds_that_were_kept() throws IOException {
        var kept = kept();
        assertThat(kept).isNotEmpty();
        for (var line : kept) {
            var words = line.split("\\s+", 3);
            long seed = Long.parseLong(words[0]);
            var simulation = new Simulation(seed);
            var course = simulation.world(Long.parseLong(words[1]), false, null);
            assertThat(course.violation()).as(line).isNull();
        }
    }

    private static List<String> kept() throws IOException {
        try (var file = SimulationTest.class.getResourceAsStream("/kept.seeds")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void the_same_seed_runs_the_same_worlds_event_for_event() {
        assertThat(hashes(7)).isEqualTo(hashes(7)).isNotEqualTo(hashes(8));
    }

    private static List<Long> hashes(long seed) {
        var simulation = new Simulation(seed);
        var hashes = new ArrayList<Long>();
        for (int number = 0; number < 300; number++) {
            hashes.add(simulation.world(number, false, null).hash());
        }
        return hashes;
    }

    @Test
    void a_world_runs_by_itself_as_it_does_among_others() {
        var simulation = new Simulation(11);
        var none = simulation.run(soFar -> soFar.worlds() == 40, null);
        assertThat(none).isEmpty();
        long hash = 0;
        for (int number = 0; number < 40; number++) {
            hash = hash * 31 + new Simulation(11).world(number, false, null).hash();
        }
        assertThat(simulation.hash()).isEqualTo(hash);
    }

    @Test
    void a_world_that_is_told_of_or_traced_is_the_same_world() {
        var simulation = new Simulation(5);
        var lines = new StringBuilder();
        for (int number = 0; number < 40; number++) {
            assertThat(simulation.world(number, true, lines).hash())
                    .isEqualTo(simulation.world(number, false, null).hash());
        }
        assertThat(lines.toString()).contains("\"event\":\"sent\"", "\"node\":\"w39.a.1\"");
    }

    @Test
    void a_world_played_back_from_its_tape_is_the_same_world() {
        long seed = World.seedOf(3, 4);
        var drawn = new World("w", seed, Tape.drawn(seed), Parts.SOUND, false, null).run();
        var tape = Tape.playedBack(drawn.tape().numbers());
        var played = new World("w", seed, tape, Parts.SOUND, false, null).run();

        assertThat(played.hash()).isEqualTo(drawn.hash());
        assertThat(played.tape().numbers()).isEqualTo(drawn.tape().numbers());
    }

    private static String words(long seed, Optional<Finding> finding) {
        return finding.map(found ->
                        "./banktransfer simulate --seed %d --world %d%n%s"
                                .formatted(
                                        seed,
                                        found.world(),
                                        String.join("\n", found.shrunk().story())))
                .orElse("");
    }
}
