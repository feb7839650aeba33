package org.banktransfer.service.acceptance;

import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Node;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
    static Duration await(World world, Node node, Set<String> but) throws InterruptedException {
        long startedAt = System.nanoTime();
        while (true) {
            var left = unsettled(world, node);
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
    static Set<String> unsettled(World world, Node node) {
        var ids = new TreeSet<String>();
        for (var status : new String[] {"pending", "reversing"}) {
            for (var transfer : list(world, node, status)) {
                // As it is now, which may be further than the status asked for.
                if (Set.of("pending", "reversing").contains(transfer.path("status").asString())) {
                    ids.add(transfer.path("id").asString());
                }
            }
        }
        return ids;
    }

    /// How many requests of that kind callers have sent about the transfer.
    static int requests(World world, String id, String operation) {
        int count = 0;
        for (var request : world.institution().requests(id)) {
            if (request.path("operation").asString().equals(operation)
                    && request.path("delivery").asString().equals("wire")) {
                count++;
            }
        }
        return count;
    }

    private static Iterable<JsonNode> list(World world, Node node, String status) {
        try {
            var path = "/v1/transfers?limit=100&status=" + status;
            var seen = world.operator(node).call("GET", path, null);
            if (seen.status() != 200) {
                throw new AssertionError(path + ": " + seen);
            }
            return seen.body().path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
