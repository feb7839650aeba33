package org.banktransfer.service.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Somebody else's system: takes webhooks at `http://127.0.0.1:…/hooks` and remembers them. Answers
/// 200 unless told otherwise.
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private int answerThen = 200;

    /// One that came.
    ///
    /// @param headers by their names in small letters
    public record Request(Map<String, String> headers, String body, int answered) {

        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver start() throws IOException {
        return start(0);
    }

    /// @param port 0 for a free one
    public static Receiver start(int port) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var receiver = new Receiver(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hooks", receiver::take);
        server.start();
        return receiver;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// The ids of what was taken.
    public List<String> taken() {
        return requests.stream().filter(one -> one.answered() < 300).map(Request::id).toList();
    }

    /// What it answers from now on: each of these once, then the last for good.
    public synchronized void answers(int... statuses) {
        answers.clear();
        for (int status : statuses) {
            answers.add(status);
            answerThen = status;
        }
    }

    private synchronized int nextAnswer() {
        return answers.isEmpty() ? answerThen : answers.remove();
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = nextAnswer();
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url());
        }
        requests.add(new Request(Map.copyOf(headers), body, status));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
