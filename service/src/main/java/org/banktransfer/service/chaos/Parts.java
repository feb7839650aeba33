package org.banktransfer.service.chaos;

import static java.util.Objects.requireNonNull;

import org.banktransfer.service.chaos.Wire.State;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.Signals;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.JdbcUrl;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The bank under attack: PostgreSQL with two databases, the sandbox institution and the nodes,
/// each a process of its own, and a wire between any two that speak with each other.
///
/// Safe under concurrency, as long as no two threads do something to the same part at once.
final class Parts implements AutoCloseable {

    static final String INSTITUTION = "sandbox";

    private static final Duration POSTGRES_STARTS_WITHIN = Duration.ofMinutes(2);

    private final Path directory;
    private final Path programs;
    private final List<String> jvmOptions;
    private final World world;
    private final SandboxAdmin institution;
    private final String fingerprintKey;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private volatile EmbeddedPostgres postgres;

    /// Ctrl-C ends the other processes with this one; PostgreSQL would outlive us.
    private final Thread stopWithUs;

    /// One node with its wires.
    private record Member(Node node, Map<String, Wire> wires, AtomicInteger lives) {}

    private Parts(
            Path directory,
            Path programs,
            List<String> jvmOptions,
            EmbeddedPostgres postgres,
            World world) {
        this.directory = directory;
        this.programs = programs;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.postgres = postgres;
        this.world = world;
        institution = world.institution();
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        fingerprintKey = Base64.getEncoder().encodeToString(key);
        stopWithUs = Thread.ofPlatform().unstarted(() -> this.postgres.stop());
        Runtime.getRuntime().addShutdownHook(stopWithUs);
    }

    /// Starts PostgreSQL and the institution; no node yet.
    ///
    /// @param programs where PostgreSQL's programs are unpacked, once for all that share it
    /// @param jvmOptions of every node
    static Parts start(Path directory, Path programs, List<String> jvmOptions) {
        var postgres = startPostgres(directory, programs, 0);
        try {
            return new Parts(
                    directory, programs, jvmOptions, postgres, World.start(directory, postgres));
        } catch (RuntimeException e) {
            postgres.stop();
            throw e;
        }
    }

    private static EmbeddedPostgres startPostgres(Path directory, Path programs, int port) {
        return EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(directory, programs, port, POSTGRES_STARTS_WITHIN));
    }

    /// Starts a node whose every neighbour is at the end of a wire.
    ///
    /// @param options further options of `serve`
    void startNode(String name, String... options) {
        var wires = new LinkedHashMap<String, Wire>();
        wires.put("store", Wire.to(postgres.port()));
        wires.put("ledger", Wire.to(postgres.port()));
        wires.put("institution", Wire.to(institutionPort()));
        var all = new ArrayList<String>();
        all.addAll(databaseOptions("store", postgres.transfers(), wires));
        all.addAll(databaseOptions("ledger", postgres.ledger(), wires));
        all.add("--card-fingerprint-key=" + fingerprintKey);
        all.add("--institutions." + INSTITUTION + ".url=" + at(wires, "institution"));
        // One press of twenty is meant to have a wrong PIN, at any rate.
        all.add("--pin.customer-wrong=1000000");
        all.addAll(List.of(options));
        all.addAll(incarnation(name, 1));
        var node = world.startNode(jvmOptions, 0, all.toArray(String[]::new));
        wires.put("customers", Wire.to(node.url().getPort()));
        members.put(name, new Member(node, wires, new AtomicInteger(1)));
    }

    private static List<String> databaseOptions(
            String which, Database database, Map<String, Wire> wires) {
        int port = requireNonNull(wires.get(which)).port();
        return List.of(
                "--" + which + ".url=" + through(database.service(), port),
                "--" + which + ".owner-url=" + through(database.owner(), port));
    }

    private static String through(JdbcUrl url, int port) {
        return url.value().replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
    }

    private static URI at(Map<String, Wire> wires, String which) {
        return URI.create("http://127.0.0.1:" + requireNonNull(wires.get(which)).port());
    }

    /// Each life of a node has a name and a trace of its own.
    private List<String> incarnation(String name, int life) {
        var whole = name + "." + life;
        return List.of(
                "--node=" + whole,
                "--trace-file=" + directory.resolve("trace-" + whole + ".jsonl"));
    }

    private int institutionPort() {
        return world.institutionUrl().getPort();
    }

    // --- What the saboteur does --------------------------------------------------------------

    void killNode(String name) {
        member(name).node.kill();
    }

    void stopNode(String name) {
        member(name).node.stop();
    }

    void freezeNode(String name) {
        Signals.freeze(member(name).node.pid());
    }

    void thawNode(String name) {
        Signals.thaw(member(name).node.pid());
    }

    /// @param clockOffset how far its clock is off
    /// @throws IllegalStateException if it does not start, which without a database it does not
    void restartNode(String name, Duration clockOffset) {
        var member = member(name);
        var allOptions = new ArrayList<>(jvmOptions);
        allOptions.add("-Dbanktransfer.clock-offset=" + clockOffset);
        world.restart(
                allOptions,
                member.node,
                incarnation(name, member.lives.incrementAndGet()).toArray(String[]::new));
    }

    void killInstitution() {
        world.killSandbox();
    }

    void restartInstitution() {
        world.restartSandbox();
    }

    void freezeInstitution() {
        Signals.freeze(world.sandboxPid());
    }

    void thawInstitution() {
        Signals.thaw(world.sandboxPid());
    }

    void killPostgres() {
        Signals.kill(postgresProcesses());
    }

    void quitPostgres() {
        Signals.quit(postgres.pid());
    }

    void stopPostgres() {
        postgres.stop();
    }

    /// Starts it on its old port, whether it was stopped or killed.
    void restartPostgres() {
        postgres.stop();
        postgres = startPostgres(directory, programs, postgres.port());
    }

    /// @return the processes to thaw
    List<Long> freezePostgres() {
        var processes = postgresProcesses();
        processes.forEach(Parts::freezeIfThere);
        return processes;
    }

    void thawPostgres(List<Long> processes) {
        for (var process : processes) {
            if (ProcessHandle.of(process).isPresent()) {
                Signals.thaw(process);
            }
        }
    }

    private static void freezeIfThere(long process) {
        try {
            Signals.freeze(process);
        } catch (IllegalStateException e) {
            // It ended in between, as backends do.
        }
    }

    /// @param which taken modulo their number
    void killBackend(int which) {
        var processes = postgresProcesses();
        var children = processes.subList(1, processes.size());
        if (!children.isEmpty()) {
            Signals.kill(List.of(children.get(Math.floorMod(which, children.size()))));
        }
    }

    /// The postmaster first: it could go on to make new ones.
    private List<Long> postgresProcesses() {
        return ProcessHandle.of(postgres.pid()).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.children()))
                .map(ProcessHandle::pid)
                .toList();
    }

    /// @param wire a node and what is at the other end, with a slash between them
    void set(String wire, State state) {
        int slash = wire.indexOf('/');
        var wires = member(wire.substring(0, slash)).wires;
        requireNonNull(wires.get(wire.substring(slash + 1))).set(state);
    }

    /// Cuts what connections to the databases the nodes have and lets them make new ones.
    void cutPools() {
        for (var member : members.values()) {
            for (var which : List.of("store", "ledger")) {
                var wire = requireNonNull(member.wires.get(which));
                wire.set(State.CUT);
                wire.set(State.WHOLE);
            }
        }
    }

    /// How many connections all nodes have tried to make to the institution so far.
    long callsToInstitution() {
        return members.values().stream()
                .mapToLong(member -> requireNonNull(member.wires.get("institution")).calls())
                .sum();
    }

    private Member member(String name) {
        return requireNonNull(members.get(name), name);
    }

    // --- What everybody may see --------------------------------------------------------------

    SandboxAdmin institution() {
        return institution;
    }

    URI institutionUrl() {
        return world.institutionUrl();
    }

    Database transfers() {
        return postgres.transfers();
    }

    Database ledger() {
        return postgres.ledger();
    }

    /// A customer's app at each node, in the nodes' order, by wire.
    List<App> apps(String customer) {
        return members.values().stream()
                .map(member -> world.app(at(member.wires, "customers"), customer))
                .toList();
    }

    /// An operator's program at a node, past the wires.
    App operator(String name) {
        return world.operator(member(name).node);
    }

    /// All processes that are to be there are.
    boolean isUp() {
        return members.values().stream().allMatch(member -> member.node.isAlive());
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        world.close();
        members.values().forEach(member -> member.wires.values().forEach(Wire::close));
        postgres.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithUs);
        } catch (IllegalStateException e) {
            // We are ending ourselves; it runs or has run.
        }
    }
}
