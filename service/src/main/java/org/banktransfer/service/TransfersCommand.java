package org.banktransfer.service;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.client.TransferReader;
import org.banktransfer.service.client.TransferText;
import org.banktransfer.service.client.TransferWatch;
import org.banktransfer.service.client.Whereabouts;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Looks at transfers of a running service, over its API: needs a token and no database.
@Command(
        name = "transfers",
        header = "Look at the transfers of a running service.",
        mixinStandardHelpOptions = true,
        description = {
            "Speaks the API that apps speak, with a token of a customer, who sees their own transfers,"
                    + " or of an operator, who sees all. It changes nothing."
        },
        subcommands = {
            TransfersCommand.ListThem.class,
            TransfersCommand.Show.class,
            TransfersCommand.Watch.class
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            Exits.WELL,
            "1:the service did not answer, or refused; it says which",
            Exits.MISUNDERSTOOD
        })
final class TransfersCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a token is read from where no file is named.
    private static final String TOKEN = "BANKTRANSFER_TOKEN";

    /// Which service, and as whom.
    static final class Service {

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--url",
                paramLabel = "URL",
                defaultValue = "http://127.0.0.1:8080",
                description = "of the service (default: ${DEFAULT-VALUE})")
        private URI url = URI.create("http://127.0.0.1:8080");

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = {
                    "holds the token and nothing else (default: the environment's " + TOKEN + ")"
                })
        private Optional<Path> tokenFile = Optional.empty();

        @Option(names = "--json", description = "one line of JSON for each")
        private boolean json;

        TransferReader reader() {
            if (url.getHost() == null) {
                throw new ParameterException(
                        spec.commandLine(), "--url is that of a service, such as http://host:8080");
            }
            if (!"https".equals(url.getScheme()) && !isThisMachine(url.getHost())) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "banktransfer: warning: the token goes to "
                                        + url.getHost()
                                        + " in plain; use https");
            }
            return new TransferReader(url, token());
        }

        private String token() {
            var token =
                    tokenFile
                            .map(this::read)
                            .orElseGet(() -> System.getenv().getOrDefault(TOKEN, ""))
                            .strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new ParameterException(
                        spec.commandLine(), "a token is needed: --token-file FILE, or " + TOKEN);
            }
            return token;
        }

        private String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), file + " cannot be read");
            }
        }

        /// Where it cannot be known it is somewhere else.
        private static boolean isThisMachine(String host) {
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }

        /// Prints a transfer as it was asked for.
        Consumer<JsonNode> line() {
            var out = spec.commandLine().getOut();
            if (json) {
                return transfer -> {
                    out.println(JSON.writeValueAsString(transfer));
                    out.flush();
                };
            }
            return text()::line;
        }

        TransferText text() {
            var line = spec.commandLine();
            return new TransferText(line.getOut(), line.getColorScheme().ansi());
        }
    }

    /// Newest first.
    @Command(
            name = "list",
            header = "List transfers, newest first.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class ListThem implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();

        @Option(names = "--account", paramLabel = "ID", description = "into this account")
        private Optional<String> account = Optional.empty();

        @Option(
                names = "--status",
                paramLabel = "S",
                description = "pending, completed, declined, reversing or reversed")
        private Optional<String> status = Optional.empty();

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "the token's own of this idempotency key, and no other")
        private Optional<String> key = Optional.empty();

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "at most so many (default: ${DEFAULT-VALUE})")
        private int limit = 20;

        @Mixin private Service service = new Service();

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new ParameterException(spec.commandLine(), "--limit is at least 1");
            }
            var filters = new LinkedHashMap<String, String>();
            account.ifPresent(value -> filters.put("account", value));
            status.ifPresent(value -> filters.put("status", value));
            key.ifPresent(value -> filters.put("idempotency_key", value));
            service.reader().list(filters, limit).forEach(service.line());
            return 0;
        }
    }

    /// One transfer.
    @Command(
            name = "show",
            header = "Show one transfer: where its money is, and every call made for it.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", arity = "1", description = "of the transfer, tr_...")
        private Optional<TransferId> named = Optional.empty();

        @Mixin private Service service = new Service();

        @Override
        public Integer call() {
            var id = named.orElseThrow().toString();
            var reader = service.reader();
            var transfer = reader.transfer(id, 0);
            var history = reader.history(id);
            if (!service.json) {
                service.text().whole(transfer, history);
                return 0;
            }
            var money = Whereabouts.of(transfer.path("status").asString(""), history);
            var shown = new LinkedHashMap<String, Object>();
            shown.put("transfer", transfer);
            shown.put("money", money.word());
            shown.put("history", history);
            var out = service.spec.commandLine().getOut();
            out.println(JSON.writeValueAsString(shown));
            out.flush();
            return 0;
        }
    }

    /// Changes as they come.
    @Command(
            name = "watch",
            header = "Follow one transfer until it is final, or all of them until Ctrl-C.",
            mixinStandardHelpOptions = true,
            description = {
                "Prints a transfer each time its status changes. Of all, those that are not settled"
                        + " come first; looks for changes every --seconds."
            },
            sortOptions = false)
    static final class Watch implements Callable<Integer> {

        private static final int WAIT_SECONDS = 30;
        private static final Duration AT_LEAST = Duration.ofMillis(200);

        @Spec private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "ID",
                arity = "0..1",
                description = "of one transfer, tr_...; all of them if it is left out")
        private Optional<TransferId> id = Optional.empty();

        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "1",
                description = "between two looks at all of them (default: ${DEFAULT-VALUE})")
        private double seconds = 1;

        @Mixin private Service service = new Service();

        @Override
        public Integer call() throws InterruptedException {
            var pause = Duration.ofMillis((long) (1000 * seconds));
            if (pause.compareTo(AT_LEAST) < 0) {
                throw new ParameterException(spec.commandLine(), "--seconds is at least 0.2");
            }
            if (id.isPresent()) {
                untilFinal(service.reader(), id.get().toString(), pause);
                return 0;
            }
            var watch = new TransferWatch(service.reader(), service.line());
            while (true) {
                watch.runOnce();
                Thread.sleep(pause);
            }
        }

        private void untilFinal(TransferReader reader, String id, Duration pause)
                throws InterruptedException {
            var line = service.line();
            var told = "";
            for (int wait = 0; ; wait = WAIT_SECONDS) {
                var transfer = reader.transfer(id, wait);
                var status = transfer.path("status").asString("");
                if (!status.equals(told)) {
                    line.accept(transfer);
                    told = status;
                }
                if (TransferWatch.isFinal(status)) {
                    return;
                }
                // The service may grant less than was asked for.
                Thread.sleep(pause);
            }
        }
    }

    /// As picocli wants it.
    static TransferId id(String written) {
        try {
            return TransferId.parse(written);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
