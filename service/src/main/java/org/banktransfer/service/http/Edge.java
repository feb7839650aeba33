package org.banktransfer.service.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.transfer.StoreUnreachable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Through here every request comes in and every answer goes out: finds the route, turns problems
/// and surprises into answers, gives each request a name, and sees to the connection.
final class Edge {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final String NO_ROUTE = "none";

    private final Body.Limits bodyLimits;
    private final ReadBuffers buffers;
    private final ExchangeObserver observer;
    private final RandomGenerator chance;
    private final Map<String, String> ofEveryAnswer;

    /// @param chance must be safe under concurrency
    /// @param ofEveryAnswer headers: see [EveryAnswer]
    Edge(
            Body.Limits bodyLimits,
            ReadBuffers buffers,
            ExchangeObserver observer,
            RandomGenerator chance,
            Map<String, String> ofEveryAnswer) {
        this.bodyLimits = bodyLimits;
        this.buffers = buffers;
        this.observer = observer;
        this.chance = chance;
        this.ofEveryAnswer = ofEveryAnswer;
    }

    HttpRouting.Builder routing(Collection<? extends Routes> groups) {
        var byPath =
                groups.stream()
                        .flatMap(group -> group.routes().stream())
                        .collect(
                                Collectors.groupingBy(
                                        Route::path, LinkedHashMap::new, Collectors.toList()));
        var routing = HttpRouting.builder();
        byPath.forEach((path, routes) -> routing.any(path, at(path, routes)));
        return routing.any(at(NO_ROUTE, List.of()));
    }

    private Handler at(String path, List<Route> routes) {
        var actions = new TreeMap<String, Route.Action>();
        for (var route : routes) {
            actions.put(route.method().text(), route.action());
            if (route.method().equals(Method.GET)) {
                actions.put(Method.HEAD.text(), route.action());
            }
        }
        return (request, response) -> exchange(path, actions, request, response);
    }

    private void exchange(
            String path,
            Map<String, Route.Action> actions,
            ServerRequest request,
            ServerResponse response) {
        long started = System.nanoTime();
        var body = new Body(request, bodyLimits, buffers);
        var method = request.prologue().method().text();
        var id = "req_" + Long.toHexString(chance.nextLong());
        var call = new Call(request, body, started, observer);
        var outcome = outcome(actions, method, call, id);
        var answer = outcome.answer();
        boolean keep;
        boolean whole;
        try {
            keep = body.isOutOfTheWay();
            whole = send(answer, id, method, keep, response);
        } finally {
            answer.stream().ifPresent(Answer.Stream::close);
        }
        observer.answered(
                new Exchanged(
                        actions.containsKey(method) ? method : "other",
                        path,
                        answer.status(),
                        outcome.problem().map(Problem::code),
                        outcome.problem().flatMap(Problem::exceeded),
                        call.begun(),
                        Duration.ofNanos(System.nanoTime() - started)));
        if (!whole) {
            throw new CloseConnectionException("the answer broke off");
        }
        if (!keep) {
            body.linger();
            throw new CloseConnectionException("answered before the body was read");
        }
    }

    /// @param problem that the answer tells, if it does
    private record Outcome(Answer answer, Optional<Problem> problem) {

        static Outcome of(Problem problem) {
            return new Outcome(problem.answer(), Optional.of(problem));
        }
    }

    private static Outcome outcome(
            Map<String, Route.Action> actions, String method, Call call, String id) {
        try {
            if (actions.isEmpty()) {
                throw Problem.notFound();
            }
            var action = actions.get(method);
            if (action == null) {
                throw Problem.methodNotAllowed(String.join(", ", actions.keySet()));
            }
            return new Outcome(action.answer(call), Optional.empty());
        } catch (Problem problem) {
            return Outcome.of(problem);
        } catch (StoreUnreachable | LedgerUnreachable e) {
            LOG.warn("{}: answered 503: {}", id, e.getMessage());
            return Outcome.of(Problem.unavailable("The record is out of reach."));
        } catch (CloseConnectionException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("{}: answered 500", id, e);
            return Outcome.of(
                    Problem.of(ProblemCode.INTERNAL, "Our log knows this request as " + id + "."));
        }
    }

    /// @return false if the answer broke off in the middle, so that no other may follow it
    private boolean send(
            Answer answer, String id, String method, boolean keep, ServerResponse response) {
        response.status(answer.status());
        response.header("Request-Id", id);
        ofEveryAnswer.forEach(response::header);
        answer.headers().forEach(response::header);
        if (!keep) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (answer.stream().isPresent()) {
            return send(answer.stream().get(), id, method, response);
        }
        if (method.equals(Method.HEAD.text())) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.body().length));
            response.send();
        } else {
            response.send(answer.body());
        }
        return true;
    }

    private static boolean send(
            Answer.Stream stream, String id, String method, ServerResponse response) {
        if (method.equals(Method.HEAD.text())) {
            response.send();
            return true;
        }
        try (var out = response.outputStream()) {
            stream.writeTo(out);
            return true;
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
            LOG.debug("{}: its caller has gone", id, e);
            return false;
        } catch (RuntimeException e) {
            LOG.error("{}: broke off", id, e);
            return false;
        }
    }
}
