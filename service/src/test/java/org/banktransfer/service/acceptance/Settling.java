package org.banktransfer.service.acceptance;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Watches transfers settle.
final class Settling {

    /// Promised: after a restart every transfer is settled that soon, while the institution
    /// answers.
    static final Duration PROMISED = Duration.ofSeconds(5);

    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);

    private Settling() {}

    /// Waits until nothing is unsettled any more.
    ///
    /// @param but transfers that need not settle
    /// @return how long that took
    static Duration await(App operator, Set<String> but) throws InterruptedException {
        long startedAt = System.nanoTime();
        while (true) {
            var left = unsettled(operator);
            left.removeAll(but);
            var took = Duration.ofNanos(System.nanoTime() - startedAt);
            if (left.isEmpty()) {
                return took;
            }
            if (took.compareTo(GIVE_UP) > 0) {
                throw new AssertionError("not settled: " + left);
            }
            Thread.sleep(POLL);
        }
    }

    /// The ids of at most 200 unsettled transfers.
    static Set<String> unsettled(App operator) {
        var ids = new TreeSet<String>();
        for (var status : List.of("pending", "reversing")) {
            for (var transfer : list(operator, "status=" + status)) {
                // As it is now, which may be further than the status asked for.
                if (Set.of("pending", "reversing").contains(transfer.path("status").asString())) {
                    ids.add(transfer.path("id").asString());
                }
            }
        }
        return ids;
    }

    /// The ids of the account's transfers, newest first.
    static List<String> ofAccount(App operator, String account) {
        var ids = new ArrayList<String>();
        list(operator, "account=" + account)
                .forEach(transfer -> ids.add(transfer.path("id").asString()));
        return ids;
    }

    /// How many requests of that kind callers have sent about the transfer.
    static int requests(SandboxAdmin institution, String id, String operation) {
        int count = 0;
        for (var request : institution.requests(id)) {
            if (request.path("operation").asString().equals(operation)
                    && request.path("delivery").asString().equals("wire")) {
                count++;
            }
        }
        return count;
    }

    private static Iterable<JsonNode> list(App operator, String filter) {
        try {
            var path = "/v1/transfers?limit=100&" + filter;
            var seen = operator.call("GET", path, null);
            if (seen.status() != 200) {
                throw new AssertionError(path + ": " + seen);
            }
            return seen.body().path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
