package org.banktransfer.service.client;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Follows every transfer that its token may see: tells each new one, each change of a status, and
/// at the start those that are not settled. Used by one thread.
public final class TransferWatch {

    private static final int PAGE = 100;
    private static final int PAGES_MAX = 10;
    private static final int FOLLOWED_MAX = 1000;

    private final TransferReader reader;
    private final Consumer<JsonNode> changed;
    private Map<String, String> statuses = new HashMap<>();
    private boolean isFirst = true;

    /// @param changed is given each transfer that has changed, as it is now, oldest first
    public TransferWatch(TransferReader reader, Consumer<JsonNode> changed) {
        this.reader = reader;
        this.changed = changed;
    }

    /// Looks once: at the newest transfers, back to where all are known, and at those unsettled
    /// ones that are older. More than a thousand new ones, or more than a thousand unsettled ones,
    /// are not all seen.
    ///
    /// @return how many had changed
    public int runOnce() {
        var seen = new LinkedHashMap<String, JsonNode>();
        if (isFirst) {
            read(Map.of("status", "pending"), seen);
            read(Map.of("status", "reversing"), seen);
        }
        read(Map.of(), seen);
        statuses.entrySet().stream()
                .filter(each -> !isFinal(each.getValue()) && !seen.containsKey(each.getKey()))
                .limit(FOLLOWED_MAX)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(id -> seen.put(id, reader.transfer(id, 0)));
        var news =
                seen.values().stream()
                        .filter(transfer ->
                                isFirst
                                        ? !isFinal(status(transfer))
                                        : !status(transfer).equals(statuses.get(id(transfer))))
                        .sorted((a, b) -> id(a).compareTo(id(b)))
                        .toList();
        news.forEach(changed);
        // What is final and no longer among the newest can change no more, and is forgotten.
        statuses = new HashMap<>();
        seen.forEach((id, transfer) -> statuses.put(id, status(transfer)));
        isFirst = false;
        return news.size();
    }

    private void read(Map<String, String> filters, Map<String, JsonNode> seen) {
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            var page = reader.page(filters, PAGE, cursor);
            page.transfers().forEach(transfer -> seen.put(id(transfer), transfer));
            pages++;
            // Nobody needs the whole past at the start.
            boolean reachesWhatIsKnown =
                    filters.isEmpty()
                            && (isFirst
                                    || page.transfers().stream()
                                            .anyMatch(each -> statuses.containsKey(id(each))));
            cursor = reachesWhatIsKnown ? Optional.empty() : page.next();
        } while (cursor.isPresent() && pages < PAGES_MAX);
    }

    public static boolean isFinal(String status) {
        return switch (status) {
            case "completed", "declined", "reversed" -> true;
            default -> false;
        };
    }

    private static String id(JsonNode transfer) {
        return transfer.path("id").asString("");
    }

    private static String status(JsonNode transfer) {
        return transfer.path("status").asString("");
    }
}
