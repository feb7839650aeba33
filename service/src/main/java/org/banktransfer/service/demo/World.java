package org.banktransfer.service.demo;

import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Everything a transfer needs, on this machine: PostgreSQL, the sandbox institution and one or
/// more nodes of the service, each a process of its own.
///
/// Safe under concurrency, as long as no two threads start or stop the same part at once.
public final class World implements AutoCloseable {

    private static final Pattern SERVICE_LISTENS = Pattern.compile("listening on (http://\\S+)");
    private static final Pattern SANDBOX_LISTENS =
            Pattern.compile("sandbox listening on (http://\\S+)");
    private static final Pattern SANDBOX_LISTENS_SECURELY = Pattern.compile("and (https://\\S+)");

    private final Path directory;
    private final Path home;
    private final Jvm jvm;
    private final EmbeddedPostgres postgres;
    private final Tokens tokens;
    private final Json json = new Json();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final AtomicInteger processes = new AtomicInteger();
    private final List<String> sandboxOptions;
    private volatile ChildProcess sandbox;

    /// How the Java processes are run.
    public enum Jvm {
        /// As many as possible beside each other.
        SMALL,
        /// As the launcher runs the service; for measuring.
        AS_SHIPPED;

        private List<String> options(Path home) {
            return switch (this) {
                case SMALL ->
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                // They live for seconds: the better code is never worth its making.
                                "-XX:TieredStopAtLevel=1");
                case AS_SHIPPED -> List.of("@" + home.resolve("service").resolve("jvm.options"));
            };
        }

        private String serviceClassPath(Path home) {
            return switch (this) {
                case SMALL -> System.getProperty("java.class.path");
                case AS_SHIPPED -> classPath(home.resolve("service"));
            };
        }
    }

    /// One node of the service.
    public static final class Node {

        private final List<String> arguments;
        private volatile ChildProcess process;

        private Node(List<String> arguments, ChildProcess process) {
            this.arguments = arguments;
            this.process = process;
        }

        public URI url() {
            return URI.create(process.url());
        }

        /// SIGKILL.
        public void kill() {
            process.kill();
        }

        /// SIGTERM, and its graceful stop.
        public void stop() {
            process.close();
        }

        public boolean isAlive() {
            return process.isAlive();
        }

        public long pid() {
            return process.pid();
        }

        /// All it has printed since it was last started.
        public String said() {
            return process.said();
        }
    }

    private World(
            Path directory,
            Jvm jvm,
            EmbeddedPostgres postgres,
            Tokens tokens,
            List<String> sandboxOptions) {
        this.directory = directory;
        this.home = home();
        this.jvm = jvm;
        this.postgres = postgres;
        this.tokens = tokens;
        this.sandboxOptions = sandboxOptions;
        this.sandbox = startSandbox(0);
    }

    /// Starts PostgreSQL and the sandbox.
    ///
    /// @param directory holds all their data and logs
    /// @param postgres already running, on the same directory
    public static World start(Path directory, EmbeddedPostgres postgres) {
        return start(directory, postgres, Jvm.SMALL);
    }

    /// The same, with JVMs of a kind.
    public static World start(Path directory, EmbeddedPostgres postgres, Jvm jvm) {
        return start(directory, postgres, jvm, List.of());
    }

    /// The same, with further options of the sandbox.
    public static World start(
            Path directory, EmbeddedPostgres postgres, Jvm jvm, List<String> sandboxOptions) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var tokens = Tokens.issuedBy(directory.resolve("jwks.json"));
        return new World(directory, jvm, postgres, tokens, List.copyOf(sandboxOptions));
    }

    /// The checkout, as the launcher says it or as it is found above the working directory.
    static Path home() {
        var told = System.getProperty("banktransfer.home");
        if (told != null) {
            return Path.of(told);
        }
        for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve("sandbox"))
                    && Files.isDirectory(above.resolve("core"))) {
                return above;
            }
        }
        throw new IllegalStateException("run it from its checkout, by ./banktransfer");
    }

    private static String classPath(Path module) {
        var target = module.resolve("target");
        return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    }

    private ChildProcess startSandbox(int port) {
        var arguments = new ArrayList<>(sandboxOptions);
        arguments.add("--port=" + port);
        arguments.add("--data=" + directory.resolve("sandbox"));
        return ChildProcess.start(
                classPath(home.resolve("sandbox")),
                jvm.options(home),
                "org.banktransfer.sandbox.Main",
                arguments,
                Map.of(),
                SANDBOX_LISTENS,
                directory.resolve("sandbox.log"));
    }

    /// Starts one more node of the service.
    ///
    /// @param port 0 for a free one
    /// @param more further options of `serve`, `--NAME=VALUE`; they take the place of its usual
    ///   ones
    public Node startNode(int port, String... more) {
        return startNode(List.of(), port, more);
    }

    /// The same, with options of its JVM; a restart leaves those out.
    public Node startNode(List<String> jvmOptions, int port, String... more) {
        var arguments = new ArrayList<String>();
        arguments.addAll(
                List.of(
                        "serve",
                        "--http.port=" + port,
                        "--data=" + directory,
                        "--institutions.sandbox.url=" + sandbox.url(),
                        "--auth.issuer=" + Tokens.ISSUER,
                        "--auth.audience=" + Tokens.AUDIENCE,
                        "--auth.jwks=" + directory.resolve("jwks.json")));
        for (var option : more) {
            replace(arguments, option);
        }
        var node = new Node(arguments, startService(jvmOptions, arguments));
        nodes.add(node);
        return node;
    }

    /// Starts a node anew that was killed or stopped, with the same options of `serve`.
    public void restart(Node node) {
        restart(List.of(), node);
    }

    /// The same, with options of its JVM, and with options of `serve` that take the place of
    /// earlier ones of the same name.
    ///
    /// @throws IllegalStateException if it does not start; the node is down then
    public void restart(List<String> jvmOptions, Node node, String... changed) {
        var arguments = new ArrayList<>(node.arguments);
        replace(arguments, "--http.port=" + node.url().getPort());
        for (var option : changed) {
            replace(arguments, option);
        }
        node.process = startService(jvmOptions, arguments);
    }

    private static void replace(List<String> arguments, String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("not --NAME=VALUE: " + option);
        }
        var name = option.substring(0, equals + 1);
        arguments.removeIf(argument -> argument.startsWith(name));
        arguments.add(option);
    }

    private ChildProcess startService(List<String> jvmOptions, List<String> arguments) {
        var options = new ArrayList<>(jvm.options(home));
        options.addAll(jvmOptions);
        return ChildProcess.start(
                jvm.serviceClassPath(home),
                options,
                "org.banktransfer.service.Main",
                arguments,
                Map.of(),
                SERVICE_LISTENS,
                directory.resolve("service-" + processes.incrementAndGet() + ".log"));
    }

    /// SIGKILL of the institution.
    public void killSandbox() {
        sandbox.kill();
    }

    /// The institution's process.
    public long sandboxPid() {
        return sandbox.pid();
    }

    /// Starts the institution again, on its old port and books.
    public void restartSandbox() {
        sandbox = startSandbox(URI.create(sandbox.url()).getPort());
    }

    public SandboxAdmin institution() {
        return new SandboxAdmin(institutionUrl());
    }

    public URI institutionUrl() {
        return URI.create(sandbox.url());
    }

    /// Where it is reached by TLS.
    ///
    /// @throws java.util.NoSuchElementException if it was started without
    public URI secureInstitutionUrl() {
        return SANDBOX_LISTENS_SECURELY
                .matcher(sandbox.said())
                .results()
                .findFirst()
                .map(found -> URI.create(found.group(1)))
                .orElseThrow();
    }

    public Tokens tokens() {
        return tokens;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public Path directory() {
        return directory;
    }

    /// An app on a node, for a customer.
    public App app(Node node, String customer) {
        return app(node.url(), customer);
    }

    /// An app that reaches a node at this address.
    public App app(URI url, String customer) {
        return new App(json, url, tokens.customer(customer));
    }

    /// An app on a node, with a token that somebody else has issued.
    public App appWithToken(Node node, String token) {
        return new App(json, node.url(), token);
    }

    /// An operator's program on a node.
    public App operator(Node node) {
        return new App(json, node.url(), tokens.operator("operator"));
    }

    /// Stops everything it started; PostgreSQL is its owner's to stop.
    @Override
    public void close() {
        nodes.forEach(Node::stop);
        sandbox.close();
    }
}
