package org.banktransfer.service.fake;

import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferSearch;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Searches a [FakeStore].
public final class FakeSearch implements TransferSearch {

    private final FakeStore store;

    public FakeSearch(FakeStore store) {
        this.store = store;
    }

    @Override
    public List<Transfer> find(Sought sought, Instant from, Instant until, int limit) {
        return store.all().stream()
                .filter(t -> !t.createdAt().isBefore(from) && t.createdAt().isBefore(until))
                .filter(t -> isMeant(sought, t))
                .sorted(Comparator.comparing(Transfer::id).reversed())
                .limit(limit)
                .toList();
    }

    private boolean isMeant(Sought sought, Transfer transfer) {
        return switch (sought) {
            case Sought.Anything _ -> true;
            case Sought.Key(var key) -> transfer.wish().key().value().equals(key);
            case Sought.Last4(var digits) -> transfer.wish().last4().equals(digits);
            case Sought.Reference(var reference) ->
                    store.history(transfer.id()).stream()
                            .anyMatch(entry -> entry.detail().endsWith(" " + reference));
        };
    }

    @Override
    public List<Transfer> unsettled(int limit) {
        return store.all().stream()
                .filter(t -> !t.isFinal())
                .sorted(
                        Comparator.comparing((Transfer t) -> t.parked().isEmpty())
                                .thenComparing(Transfer::createdAt))
                .limit(limit)
                .toList();
    }
}
