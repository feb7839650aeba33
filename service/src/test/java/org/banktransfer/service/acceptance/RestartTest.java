package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.Signals;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.SharedPostgres;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Nodes are stopped in order and started again, and the database dies or stalls, while customers
/// go on pressing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("RestartTest") // Beside other classes, but its own tests one after the other.
class RestartTest {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    private Path directory;
    private EmbeddedPostgres postgres;
    private World world;
    private SandboxAdmin institution;
    private Node first;
    private Node second;
    private App onFirst;
    private App onSecond;

    @BeforeAll
    void open(@TempDir Path directory) {
        this.directory = directory;
        postgres = startPostgres(0);
        world = World.start(directory, postgres);
        institution = world.institution();
        var stopWithin = "--stop-within=" + STOP_WITHIN.toSeconds() + "s";
        var many = "--rules.daily-count=1000000";
        first = world.startNode(0, "--node=first", stopWithin, many);
        second = world.startNode(0, "--node=second", stopWithin, many);
        onFirst = world.app(first, Bank.CUSTOMER);
        onSecond = world.app(second, Bank.CUSTOMER);
    }

    @AfterEach
    void the_books_agree() throws InterruptedException {
        institution.noFaults();
        var audit =
                InProcess.audit(
                        Map.of(
                                "data", directory.toString(),
                                "institutions.sandbox.url", world.institutionUrl().toString()),
                        Instant.EPOCH);
        assertThat(audit.exitStatus()).as(audit.text()).isZero();
    }

    @AfterAll
    void close() {
        world.close();
        postgres.close();
    }

    @Test
    void a_node_that_is_stopped_finishes_what_it_has_begun() throws Exception {
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 400)));
        var load = start(List.of(onFirst, onFirst, onSecond));
        Bank.await("customers press", () -> load.acknowledged() > 30);
        first.stop();
        Bank.await("the other works alone", () -> load.acknowledged() > 60);
        world.restart(first);
        var told = load.end();
        System.out.println("stopped: " + RestartLoad.counted(told));
        Settling.await(world.operator(second), Set.of());
        RestartLoad.assertTold(told, onSecond, institution);
        for (var each : told) {
            var id = each.acknowledgements().getFirst().id();
            assertThat(nodesOf(id)).as("nodes that worked at %s", id).hasSize(1);
        }
    }

    @Test
    void a_node_that_is_stopped_leaves_what_takes_too_long_to_the_other() throws Exception {
        var wish = Wish.make(institution, world.operator(second), 5000, Optional.of(500L));
        institution.faults(
                List.of(rule("cash_out", "delay_answer", "delay_ms", 30_000, "times", 1)));
        var seen = wish.press(onFirst, 0);
        assertThat(seen.status()).isEqualTo(202);
        long startedAt = System.nanoTime();
        first.stop();
        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        System.out.printf("stopped in %d ms with a call under way%n", took.toMillis());
        assertThat(took).isBetween(STOP_WITHIN, STOP_WITHIN.plusSeconds(8));
        var last = onSecond.transfer(seen.id(), 10);
        assertThat(last.word()).isEqualTo("completed");
        wish.assertMoneyFits(onSecond, last);
        world.restart(first);
    }

    @Test
    void a_node_that_is_stopped_while_the_database_is_dead_ends_all_the_same() throws Exception {
        var load = start(List.of(onFirst));
        Bank.await("customers press", () -> load.acknowledged() > 20);
        int port = postgres.port();
        Signals.kill(postgres.pid());
        long startedAt = System.nanoTime();
        second.stop();
        first.stop();
        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        postgres.stop();
        postgres = startPostgres(port);
        world.restart(first);
        world.restart(second);
        System.out.printf("two nodes stopped in %d ms, without a database%n", took.toMillis());
        var told = load.end();
        Settling.await(world.operator(first), Set.of());
        RestartLoad.assertTold(told, onFirst, institution);
        assertThat(took).isLessThan(STOP_WITHIN.plusSeconds(12).multipliedBy(2));
    }

    @Test
    void nodes_restarted_one_after_the_other_under_load_tell_nobody_anything_untrue()
            throws Exception {
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 100)));
        var load = start(List.of(onFirst, onSecond));
        for (var node : List.of(first, second)) {
            int before = load.acknowledged();
            Bank.await("customers press", () -> load.acknowledged() > before + 20);
            node.stop();
            world.restart(node);
        }
        int before = load.acknowledged();
        Bank.await("customers press", () -> load.acknowledged() > before + 20);
        var told = load.end();
        System.out.println("rolling restart: " + RestartLoad.counted(told));
        Settling.await(world.operator(first), Set.of());
        RestartLoad.assertTold(told, onFirst, institution);
    }

    @Test
    void a_database_that_is_killed_and_comes_back_has_lost_nothing() throws Exception {
        var load = start(List.of(onFirst, onSecond));
        Bank.await("customers press", () -> load.acknowledged() > 50);
        var unlucky = Wish.make(institution, world.operator(first), 5000, Optional.of(500L));
        Signals.kill(postgres.pid());
        // What was on its way to the institution when it died may still get there.
        Bank.await("customers are told", () -> !isUp(onFirst) && !isUp(onSecond));
        assertNothingIsSentWithoutRecord(unlucky);
        int port = postgres.port();
        postgres.stop();
        postgres = startPostgres(port);
        int before = load.acknowledged();
        Bank.await("customers are served again", () -> load.acknowledged() > before + 50);
        Bank.await("both nodes serve again", () -> isUp(onFirst) && isUp(onSecond));
        var told = load.end();
        var took = Settling.await(world.operator(first), Set.of());
        System.out.printf(
                "database killed: %s; settled %d ms after the end%n",
                RestartLoad.counted(told), took.toMillis());
        assertThat(took).isLessThan(Settling.PROMISED);
        RestartLoad.assertTold(told, onFirst, institution);
        unlucky.assertMoneyFits(onFirst, unlucky.press(onFirst, 10));
        assertThat(institution.balance(unlucky.card())).isEqualTo(4500);
    }

    @Test
    void a_database_that_stalls_holds_answers_up_and_loses_nothing() throws Exception {
        var load = start(List.of(onFirst, onSecond));
        Bank.await("customers press", () -> load.acknowledged() > 50);
        var processes = processesOfPostgres();
        Signals.freeze(processes);
        try {
            Thread.sleep(STALL);
        } finally {
            Signals.thaw(processes);
        }
        int before = load.acknowledged();
        Bank.await("customers are served again", () -> load.acknowledged() > before + 50);
        var told = load.end();
        var took = Settling.await(world.operator(first), Set.of());
        System.out.printf(
                "database stalled: %s; settled %d ms after the end%n",
                RestartLoad.counted(told), took.toMillis());
        assertThat(took).isLessThan(Settling.PROMISED);
        RestartLoad.assertTold(told, onFirst, institution);
    }

    /// The stall itself: there is no condition to wait for.
    private static final Duration STALL = Duration.ofSeconds(3);

    /// While the database is away, customers are told so and institutions hear nothing of them.
    private void assertNothingIsSentWithoutRecord(Wish wish) throws Exception {
        long heard = heardOfCashOuts();
        var seen = wish.press(onFirst, 0);
        System.out.printf("told so after %d ms%n", seen.took().toMillis());
        assertThat(seen.status()).isEqualTo(503);
        assertThat(seen.word()).isEqualTo("unavailable");
        assertThat(seen.took()).isLessThan(Duration.ofSeconds(1));
        assertThat(seen.headers()).containsKey("Retry-After");
        assertThat(heardOfCashOuts()).isEqualTo(heard);
    }

    private static boolean isUp(App app) {
        try {
            return app.call("GET", "/health/ready", null).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private long heardOfCashOuts() {
        return institution.totals().path("received").path("cash_out").asLong();
    }

    private RestartLoad start(List<App> nodes) {
        return RestartLoad.start(nodes, world.operator(first), institution);
    }

    private EmbeddedPostgres startPostgres(int port) {
        return EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(
                        directory, SharedPostgres.PROGRAMS, port, Duration.ofMinutes(2)));
    }

    private List<Long> processesOfPostgres() {
        var postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children())
                .map(ProcessHandle::pid)
                .toList();
    }

    private Set<String> nodesOf(String id) {
        var nodes = new TreeSet<String>();
        for (var entry : world.operator(second).history(id).path("data")) {
            nodes.add(entry.path("node").asString());
        }
        return nodes;
    }
}
