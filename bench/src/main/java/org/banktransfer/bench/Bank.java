package org.banktransfer.bench;

import org.banktransfer.bench.load.Accounts;
import org.banktransfer.bench.load.Seats;
import org.banktransfer.bench.measured.Cpu;
import org.banktransfer.bench.measured.NodeMetrics;
import org.banktransfer.bench.measured.Postgres;
import org.banktransfer.bench.measured.Snapshot;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Jvm;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// The service under load and its neighbours, each a process of its own: PostgreSQL with two
/// databases, the sandbox institution, and one node as it is shipped.
final class Bank implements AutoCloseable {

    private static final long FIRST_CARD = 6_038_000_000_000_000L;
    private static final long ON_CARD_MINOR = 1_000_000_000;
    private static final int CARDS_AT_ONCE = 20_000;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final World world;
    private final Node node;
    private final Postgres figures;
    private final Map<String, DoubleSupplier> processes = new LinkedHashMap<>();

    private Bank(Path directory, EmbeddedPostgres postgres, World world, Node node) {
        this.directory = directory;
        this.postgres = postgres;
        this.world = world;
        this.node = node;
        figures = new Postgres(postgres.transfers(), postgres.ledger());
        processes.put("node", () -> Cpu.of(node.pid()));
        processes.put("postgres", () -> Cpu.ofFamily(postgres.pid()));
        processes.put("sandbox", () -> Cpu.of(world.sandboxPid()));
        processes.put("load generator", Cpu::ours);
    }

    /// Starts everything on a PostgreSQL that runs already, and stays its owner's to stop.
    ///
    /// @param directory the server's
    /// @param nodeOptions further options of `serve`
    /// @param jvmOptions further options of the node's JVM
    static Bank start(
            Path directory,
            EmbeddedPostgres postgres,
            List<String> nodeOptions,
            List<String> jvmOptions) {
        var world = World.start(directory, postgres, Jvm.AS_SHIPPED);
        try {
            var node = world.startNode(jvmOptions, 0, nodeOptions.toArray(String[]::new));
            return new Bank(directory, postgres, world, node);
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /// Opens the accounts and issues the cards.
    Seats seats(int accounts, int cards) {
        var seats = new Seats(host(), accounts, FIRST_CARD, cards, world.tokens()::customer);
        Accounts.open(postgres.ledger().service(), accounts);
        issue(seats);
        return seats;
    }

    private void issue(Seats seats) {
        for (int from = 0; from < seats.cards(); from += CARDS_AT_ONCE) {
            var batch = new ArrayList<Map<String, Object>>();
            int to = Math.min(from + CARDS_AT_ONCE, seats.cards());
            for (int card = from; card < to; card++) {
                batch.add(
                        Map.of(
                                "number",
                                seats.cardNumber(card),
                                "pin",
                                Seats.PIN,
                                "balance",
                                ON_CARD_MINOR,
                                "currency",
                                "USD"));
            }
            institution().putCards(batch);
        }
    }

    Snapshot snapshot() {
        return Snapshot.take(processes, figures, NodeMetrics.of(node.url()));
    }

    Postgres figures() {
        return figures;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    World world() {
        return world;
    }

    SandboxAdmin institution() {
        return world.institution();
    }

    URI institutionUrl() {
        return world.institutionUrl();
    }

    Path directory() {
        return directory;
    }

    long nodePid() {
        return node.pid();
    }

    NodeMetrics metrics() {
        return NodeMetrics.of(node.url());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(node.url().getHost(), node.url().getPort());
    }

    /// What a request says in `Host`.
    String host() {
        return node.url().getAuthority();
    }

    @Override
    public void close() {
        figures.close();
        world.close();
    }
}
