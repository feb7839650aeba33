package org.banktransfer.service.connector.http;

import io.helidon.http.Method;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.money.Money;
import org.banktransfer.service.connector.TraceContext;
import org.banktransfer.service.connector.http.Exchange.Result;
import org.banktransfer.service.connector.http.Exchange.Result.Answer;
import org.banktransfer.service.fuzz.Said;
import org.banktransfer.service.fuzz.Target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

import javax.net.ssl.SSLSocketFactory;

/// What an institution answers, and what it publishes.
public final class InstitutionTargets {

    private static final InstitutionName NAME = new InstitutionName("stub");

    private InstitutionTargets() {}

    /// A line with status code and content type, and a body. Whatever it is, it is never more than
    /// was asked for.
    public static Target answers() {
        return input -> {
            var parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
            var line = parts[0].split(" ", 2);
            var answer =
                    new Answer(
                            status(line[0]),
                            line.length > 1 ? line[1] : "",
                            parts.length > 1 ? parts[1] : "");
            var cashOut = Answers.toCashOut(answer, Given.REQUEST).reply();
            requireAsked(cashOut);
            if (Given.REQUEST.card().number().isIn(cashOut.toString())) {
                throw new AssertionError("the card's number is in " + cashOut);
            }
            requireAsked(Answers.toLookUp(answer, Given.ID, Given.AMOUNT).reply());
            var _ = Answers.toReversal(answer, Given.ID);
            var _ = Answers.saysKeyIsUnknown(answer);
        };
    }

    private static int status(String written) {
        return written.matches("[1-9][0-9]{2}") ? Integer.parseInt(written) : 200;
    }

    private static void requireAsked(CashOutReply reply) {
        if (reply instanceof Approved(var paid, _)) {
            requireAsked(paid);
        }
    }

    private static void requireAsked(LookUpReply reply) {
        if (reply instanceof Approved(var paid, _)) {
            requireAsked(paid);
        }
    }

    private static void requireAsked(Money paid) {
        if (!Given.AMOUNT.isMetBy(paid)) {
            throw new AssertionError("approved " + paid);
        }
    }

    /// All that is written on the connection in answer to one call.
    public static Target httpAnswers() {
        return new HttpAnswers();
    }

    private static final class HttpAnswers implements Target {

        private final ServerSocket server;
        private final Exchange exchange;
        private volatile byte[] answer = {};

        HttpAnswers() {
            try {
                server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            var settings = Given.institution(url, Given.AMPLE);
            exchange =
                    new Exchange(
                            settings,
                            InstantSource.system(),
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            TraceContext.NONE);
            Thread.ofPlatform().daemon().start(this::serve);
        }

        private void serve() {
            var request = new byte[4_096];
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    answer(socket, request);
                } catch (IOException e) {
                    // The caller has heard enough, or the test is over.
                }
            }
        }

        /// Read to its end, so that closing is an end and no reset.
        private void answer(Socket socket, byte[] request) throws IOException {
            var in = socket.getInputStream();
            if (in.read(request) > 0) {
                socket.getOutputStream().write(answer);
                socket.shutdownOutput();
                while (in.read(request) > 0) {
                    // Nothing is expected.
                }
            }
        }

        @Override
        public void read(byte[] input) {
            answer = input;
            var result = exchange.call(Method.GET, "/v1/cash-outs/tr_1", new byte[0], Given.AMPLE);
            switch (result) {
                case Answer answer ->
                        requireAsked(Answers.toCashOut(answer, Given.REQUEST).reply());
                case Result.NoAnswer(var why) -> {
                    Said.repeatsNothing(input, why);
                    if (why.startsWith("no answer within") || why.startsWith("could not")) {
                        throw new AssertionError(why);
                    }
                }
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The keys that cards are encrypted to: one that can be used, or none.
    public static Target cardKeys() {
        Target target =
                input -> {
                    var keys = new CardKeys(NAME, () -> input, () -> Instant.EPOCH.plusSeconds(60));
                    keys.runOnce();
                    keys.current().ifPresent(key -> key.encrypt(new byte[] {1}));
                };
        return target.unlogged(CardKeys.class);
    }
}
