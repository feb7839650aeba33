package org.banktransfer.service.acceptance;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.SharedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// A bank of its own for one test class: fresh databases on the PostgreSQL that all tests share, a
/// sandbox institution and as many nodes as are started. Closing it ends every process.
final class Bank implements AutoCloseable {

    static final String CUSTOMER = "alice";
    static final String PIN = "4821";

    private static final Duration COMES_TRUE_WITHIN = Duration.ofSeconds(40);
    private static final AtomicInteger BANKS = new AtomicInteger();
    private static final AtomicLong CARDS = new AtomicLong(6_034_100_000_000_000L);

    private final World world;
    private final SandboxAdmin institution;
    private final int which;
    private final Database transfers;
    private final Database ledger;
    private final List<String> databaseOptions;

    private Bank(World world, int which) {
        this.world = world;
        institution = world.institution();
        this.which = which;
        transfers = SharedPostgres.server().createDatabase(transfersDatabase());
        ledger = SharedPostgres.server().createDatabase(ledgerDatabase());
        databaseOptions =
                List.of(
                        "--store.url=" + transfers.service().value(),
                        "--store.owner-url=" + transfers.owner().value(),
                        "--ledger.url=" + ledger.service().value(),
                        "--ledger.owner-url=" + ledger.owner().value(),
                        "--card-fingerprint-key="
                                + Base64.getEncoder().encodeToString(new byte[32]));
    }

    /// Databases and a sandbox; no node yet.
    ///
    /// @param directory gets the sandbox's data and every process's log
    static Bank open(Path directory) {
        return open(directory, List.of());
    }

    /// The same, with further options of the sandbox.
    static Bank open(Path directory, List<String> sandboxOptions) {
        var server = SharedPostgres.server();
        var world = World.start(directory, server, World.Jvm.SMALL, sandboxOptions);
        return new Bank(world, BANKS.incrementAndGet());
    }

    /// Starts a node on these databases and this sandbox.
    ///
    /// @param options further options of `serve`
    Node startNode(String... options) {
        return startNode(List.of(), options);
    }

    /// The same, with options of its JVM, which a restart leaves out.
    Node startNode(List<String> jvmOptions, String... options) {
        var all = new ArrayList<>(databaseOptions);
        // Most tests have one customer, who stands for many.
        all.add("--pin.customer-wrong=1000000");
        // And the machine may be busy with other tests.
        all.add("--take-in-within=5s");
        // Many banks share one PostgreSQL.
        all.add("--database.connections=5");
        all.addAll(Arrays.asList(options));
        return world.startNode(jvmOptions, 0, all.toArray(String[]::new));
    }

    World world() {
        return world;
    }

    SandboxAdmin institution() {
        return institution;
    }

    Database transfers() {
        return transfers;
    }

    Database ledger() {
        return ledger;
    }

    /// The transfer store's name on the shared server.
    String transfersDatabase() {
        return "bank_" + which + "_transfers";
    }

    /// The ledger's name on the shared server.
    String ledgerDatabase() {
        return "bank_" + which + "_ledger";
    }

    /// The customer's app.
    App app(Node node) {
        return world.app(node, CUSTOMER);
    }

    /// An operator's program.
    App operator(Node node) {
        return world.operator(node);
    }

    /// A card with so much on it, that nobody has used before.
    ///
    /// @return its number
    String issueCard(long balanceMinor) {
        var number = Long.toString(CARDS.incrementAndGet());
        institution().putCard(number, PIN, balanceMinor, "USD");
        return number;
    }

    /// An empty account of [#CUSTOMER].
    ///
    /// @param operator on any node
    static String openAccount(App operator) {
        var account = "acc_" + newKey().substring(0, 18);
        operator.putAccount(account, CUSTOMER, "open");
        return account;
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /// `audit`, in this process, of all there is.
    ///
    /// @param more settings beside where databases and sandbox are
    InProcess.Audited audit(Map<String, String> more) throws InterruptedException {
        var settings = new HashMap<>(auditSettings());
        settings.putAll(more);
        return InProcess.audit(settings, Instant.EPOCH);
    }

    /// `audit --statements`, in this process, of all that happened lately.
    InProcess.Audited auditWithStatements() throws InterruptedException {
        return auditWithStatements(Map.of());
    }

    /// @param more settings beside where databases and sandbox are
    InProcess.Audited auditWithStatements(Map<String, String> more) throws InterruptedException {
        var settings = new HashMap<>(auditSettings());
        settings.putAll(more);
        var lately = Instant.now().minus(Duration.ofHours(1));
        return InProcess.auditWithStatements(settings, lately);
    }

    /// `audit`, in this process, of the transfers accepted since then.
    InProcess.Audited auditSince(Instant from) throws InterruptedException {
        return InProcess.audit(auditSettings(), from);
    }

    /// What `audit` needs to be told.
    Map<String, String> auditSettings() {
        return Map.of(
                "store.url", transfers.service().value(),
                "store.owner-url", transfers.owner().value(),
                "ledger.url", ledger.service().value(),
                "ledger.owner-url", ledger.owner().value(),
                "card-fingerprint-key", Base64.getEncoder().encodeToString(new byte[32]),
                "institutions.sandbox.url", world.institutionUrl().toString());
    }

    /// What is to be read there.
    static String text(URI uri) {
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for a condition.
    ///
    /// @throws AssertionError if it does not come true in time
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long giveUpAt = System.nanoTime() + COMES_TRUE_WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
