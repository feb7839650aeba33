package org.banktransfer.service.http;

import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.fuzz.Said;
import org.banktransfer.service.fuzz.Target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.regex.Pattern;

/// What customers and the proxies before them send.
public final class CustomerTargets {

    private CustomerTargets() {}

    /// The body of a wish. A card that was read is in the body no more.
    public static Target redeemBodies() {
        return input -> {
            var body = input.clone();
            try {
                var card = RedeemRequest.read(body, new ArrayList<>()).card();
                var left = new String(body, StandardCharsets.ISO_8859_1);
                if (card.number().isIn(left)) {
                    throw new AssertionError("the card's number is still in the body");
                }
                card.wipe();
            } catch (Problem problem) {
                require(problem, ProblemCode.INVALID_REQUEST);
                Said.repeatsNothing(input, text(problem));
            }
        };
    }

    /// An account's name in the path, a line feed, and its body.
    public static Target accountBodies() {
        return input -> {
            var parts = new String(input, StandardCharsets.ISO_8859_1).split("\n", 2);
            var body = parts[parts.length - 1].getBytes(StandardCharsets.ISO_8859_1);
            try {
                var _ = AccountRoutes.account(parts[0], body);
            } catch (Problem problem) {
                require(problem, ProblemCode.INVALID_REQUEST);
                Said.repeatsNothing(input, text(problem));
            }
        };
    }

    /// The lines of a header that says for whom a proxy asks.
    public static Target forwardedFor() {
        var proxy = InetAddress.ofLiteral("10.0.0.1");
        var all =
                Arrays.stream(TrustedProxies.Header.values())
                        .map(header -> TrustedProxies.of("10.0.0.0/8, fd00::/8", header))
                        .toList();
        return input -> {
            var lines = new String(input, StandardCharsets.ISO_8859_1).lines().toList();
            for (var proxies : all) {
                var _ = Address.of(proxies.clientOf(proxy, _ -> lines));
            }
        };
    }

    /// All that a client writes on its connection, with `TOKEN` for one of ann's.
    public static Target requests() {
        return new Requests();
    }

    private static final class Requests implements Target {

        private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
        private static final Pattern AMOUNT = Pattern.compile("\"amount\":[0-9]+");
        private static final int MANY = 1_000_000;

        private final ApiWorld world =
                new ApiWorld(
                        DeskSettings.defaults(Duration.ofSeconds(3)),
                        new HttpSettings(
                                "127.0.0.1",
                                0,
                                Duration.ZERO,
                                16 * 1_024,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(75),
                                10_000,
                                false),
                        new DoorSettings(
                                MANY,
                                MANY,
                                MANY,
                                MANY,
                                Duration.ofMinutes(15),
                                TrustedProxies.NONE));
        private final byte[] token =
                world.tokens
                        .of(
                                "ann",
                                claims -> claims.expirationTime(null).claim("exp", 32_503_680_000L))
                        .getBytes(StandardCharsets.US_ASCII);

        @Override
        public void read(byte[] input) throws IOException {
            var text = new String(input, StandardCharsets.ISO_8859_1);
            var sent =
                    text.replace("TOKEN", new String(token, StandardCharsets.US_ASCII))
                            .getBytes(StandardCharsets.ISO_8859_1);
            var heard = heard(sent);
            STATUS.matcher(heard)
                    .results()
                    .map(status -> status.group(1))
                    .filter(status -> status.startsWith("5"))
                    .findFirst()
                    .ifPresent(_ -> {
                        throw new AssertionError("answered " + heard);
                    });
            Said.repeatsNoCardNumber(input, AMOUNT.matcher(heard).replaceAll(""));
        }

        /// All that is answered until the server closes: we have said all that we will.
        private String heard(byte[] sent) throws IOException {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.port())) {
                socket.setSoTimeout(15_000);
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                    return new String(
                            socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (SocketException e) {
                    // Closed while we wrote, as whoever writes nonsense is.
                    return "";
                }
            }
        }

        @Override
        public void close() {
            world.close();
        }
    }

    private static void require(Problem problem, ProblemCode code) {
        if (problem.code() != code) {
            throw new AssertionError("refused as " + problem.code());
        }
    }

    static String text(Problem problem) {
        return new String(problem.answer().body(), StandardCharsets.UTF_8) + problem.getMessage();
    }
}
