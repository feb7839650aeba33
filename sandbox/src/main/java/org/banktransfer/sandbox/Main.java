package org.banktransfer.sandbox;

import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.http.Doors;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs the stand-in institution until it is told to stop (SIGTERM or SIGINT). Prints one line to
/// standard output, once it can be reached; everything else goes to standard error.
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        sortOptions = false,
        description = {
            "A stand-in institution: holds cards, pays cash-outs, takes them back, and misbehaves on"
                    + " request.",
            "",
            "Its contract is docs/api/institution.yaml, its admin API is in sandbox/README.md."
                    + " It asks nobody who they are: keep it on this machine.",
            ""
        },
        footer = {
            "",
            "Every option can be given in the environment instead: SANDBOX_PORT for --port, and so on."
        })
public final class Main implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:SANDBOX_PORT:-0}",
            description = "port to listen on; 0, the default, takes a free one and prints it")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:SANDBOX_HOST:-127.0.0.1}",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:SANDBOX_DATA:-.banktransfer/sandbox}",
            description = "directory of its books, made if missing (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".banktransfer/sandbox");

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "${env:SANDBOX_SEED:-1}",
            description = "starts the dial's chance (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--requests-kept",
            paramLabel = "N",
            defaultValue = "${env:SANDBOX_REQUESTS_KEPT:-100000}",
            description = "requests the request log remembers (default: ${DEFAULT-VALUE})")
    private int requestsKept;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            defaultValue = "${env:SANDBOX_TLS_PORT:-0}",
            description =
                    "port to listen on for the contract by TLS, if there is a certificate; 0, the"
                            + " default, takes a free one and prints it")
    private int tlsPort;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            defaultValue = "${env:SANDBOX_TLS_CERTIFICATE:-" + Option.NULL_VALUE + "}",
            description = "PEM; without it there is no TLS")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "${env:SANDBOX_TLS_KEY:-" + Option.NULL_VALUE + "}",
            description = "its key: PEM (PKCS #8), without a password")
    private @Nullable Path tlsKey;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            defaultValue = "${env:SANDBOX_TLS_CLIENT_CA:-" + Option.NULL_VALUE + "}",
            description = "PEM: who vouches for callers; without it anybody may call by TLS")
    private @Nullable Path tlsClientCa;

    @Option(
            names = "--encrypted-only",
            defaultValue = "${env:SANDBOX_ENCRYPTED_ONLY:-false}",
            description = "take card_jwe only, and refuse card")
    private boolean encryptedOnly;

    /// Exits with 0 when stopped, 2 for options that cannot be, 1 for anything else.
    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(
                new CommandLine(new Main())
                        .setExecutionExceptionHandler((e, command, _) -> {
                            command.getErr().println("sandbox: " + e.getMessage());
                            return 1;
                        })
                        .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var address = new InetSocketAddress(InetAddress.getByName(host), port);
        if (!address.getAddress().isLoopbackAddress()) {
            System.err.println(
                    "sandbox: anybody who reaches " + host + " can make cards and faults");
        }
        var dial =
                new Dial(
                        start ->
                                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom")
                                        .create(start),
                        seed);
        var sandbox =
                Sandbox.open(
                        data.toAbsolutePath(),
                        new Doors(address, secureDoor(), !encryptedOnly),
                        dial,
                        InstantSource.system(),
                        requestsKept);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    sandbox.close();
                                    stopped.countDown();
                                }));
        var plain = "http://" + urlHost(address) + ":" + sandbox.port();
        var secure =
                tlsCertificate == null
                        ? ""
                        : " and https://" + urlHost(address) + ":" + sandbox.securePort();
        System.out.println("sandbox listening on " + plain + secure);
        stopped.await();
        return 0;
    }

    private Doors.@Nullable Secure secureDoor() throws UnknownHostException {
        var certificate = tlsCertificate;
        if (certificate == null) {
            return null;
        }
        if (tlsKey == null) {
            throw new IllegalArgumentException("--tls-certificate needs --tls-key");
        }
        var address = new InetSocketAddress(InetAddress.getByName(host), tlsPort);
        return new Doors.Secure(address, certificate, tlsKey, tlsClientCa);
    }

    private static String urlHost(InetSocketAddress address) {
        var text = address.getAddress().getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
