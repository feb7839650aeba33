package org.banktransfer.service.http;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;
import org.banktransfer.transfer.TransferStore.Filter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Reading transfers: one, its history, and lists. A caller sees their own; operators see all.
public final class TransferReadRoutes implements Routes {

    private static final Set<String> STATUSES =
            Set.of("pending", "completed", "declined", "reversing", "reversed");

    private static final Set<String> ONES_THE_LEDGER_TELLS = Set.of("completed", "reversing");

    private final Door door;
    private final TransferStore transfers;
    private final Accounts accounts;
    private final TransferDesk desk;

    public TransferReadRoutes(
            Door door, TransferStore transfers, Accounts accounts, TransferDesk desk) {
        this.door = door;
        this.transfers = transfers;
        this.accounts = accounts;
        this.desk = desk;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/v1/transfers", this::list),
                Route.get("/v1/transfers/{id}", this::read),
                Route.get("/v1/transfers/{id}/history", this::history));
    }

    private Answer read(Call call) {
        var caller = door.caller(call);
        var wait = Waits.asked(call);
        var now = desk.await(visible(transfers, call, caller), Waits.left(wait, call));
        return Answer.json(200, TransferJson.of(now)).with(TransferRoutes.retryAfter(now));
    }

    private Answer history(Call call) {
        var caller = door.caller(call);
        var entries =
                transfers.history(visible(transfers, call, caller).id()).stream()
                        .map(entry -> HistoryJson.of(entry, caller))
                        .toList();
        return Answer.json(200, Page.all(entries));
    }

    /// The transfer that the path names.
    ///
    /// @throws Problem `NOT_FOUND` if there is none, or none that the caller may see
    static Transfer visible(TransferStore transfers, Call call, Caller caller) {
        return transferId(call.inPath("id"))
                .flatMap(transfers::find)
                .filter(caller::maySee)
                .orElseThrow(Problem::notFound);
    }

    private static Optional<TransferId> transferId(String written) {
        try {
            return Optional.of(TransferId.parse(written));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer list(Call call) {
        var caller = door.caller(call);
        var key = call.query("idempotency_key");
        return Answer.json(
                200, key.isPresent() ? ofKey(caller, key.get()) : filtered(caller, call));
    }

    /// What became of a press whose answer was lost: the caller's own transfer of that key, or
    /// none.
    private Page<TransferJson> ofKey(Caller caller, String written) {
        var key = parsed("idempotency_key", written, IdempotencyKey::new);
        return Page.all(
                transfers.findByKey(caller.customer(), key).map(desk::now).stream()
                        .map(TransferJson::of)
                        .toList());
    }

    private Page<TransferJson> filtered(Caller caller, Call call) {
        int limit = Page.limit(call);
        var before = Page.cursor(call, TransferId::parse);
        var status = call.query("status");
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            throw Problem.invalid(
                    "", "status is pending, completed, declined, reversing or reversed.");
        }
        var account = call.query("account").map(name -> parsed("account", name, AccountId::new));
        account.ifPresent(id -> requireVisible(caller, id));
        Optional<CustomerId> customer =
                caller.operator() ? Optional.empty() : Optional.of(caller.customer());
        var newestFirst = new TreeMap<TransferId, Transfer>(Comparator.reverseOrder());
        for (var one : stored(status)) {
            transfers
                    .list(new Filter(customer, account, one), before, limit)
                    .forEach(transfer -> newestFirst.put(transfer.id(), transfer));
        }
        var found = newestFirst.values().stream().limit(limit).toList();
        return Page.of(found, limit, transfer -> transfer.id().toString())
                .map(page -> asTheyAreNow(page, status));
    }

    /// Under which stored statuses a transfer may stand that is of this status now: the ledger may
    /// have decided what the store still has as pending. In the order in which transfers move, so
    /// that none slips through between two looks.
    private static List<Optional<String>> stored(Optional<String> status) {
        return status.filter(ONES_THE_LEDGER_TELLS::contains).isPresent()
                ? List.of(Optional.of("pending"), status)
                : List.of(status);
    }

    /// The store's status may lag: what has moved on since does not belong under the old one.
    private List<TransferJson> asTheyAreNow(List<Transfer> stored, Optional<String> status) {
        return desk.now(stored).stream()
                .map(TransferJson::of)
                .filter(transfer -> status.isEmpty() || status.get().equals(transfer.status()))
                .toList();
    }

    private void requireVisible(Caller caller, AccountId id) {
        if (accounts.find(id).filter(caller::maySee).isEmpty()) {
            throw Problem.notFound();
        }
    }

    private static <T> T parsed(String name, String written, Function<String, T> parse) {
        try {
            return parse.apply(written);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("", name + " is not written as it should be.");
        }
    }
}
