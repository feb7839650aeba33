package org.banktransfer.service.audit;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.audit.Decisions.Decided;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decisions that no customer's wish bears out. The ledger may agree with itself to the last cent
/// and still hold a credit that nobody asked for: only the transfer store, another database, knows.
final class UnaskedFor {

    private static final int PAGE = 500;

    private final Decisions decisions;
    private final TransferStore transfers;

    UnaskedFor(Decisions decisions, TransferStore transfers) {
        this.decisions = decisions;
        this.transfers = transfers;
    }

    /// @return a sentence for each, naming the transfer
    List<String> since(Instant from) {
        var faults = new ArrayList<String>();
        Optional<TransferId> after = Optional.empty();
        while (true) {
            var page = decisions.page(from, after, PAGE);
            for (var decided : page) {
                // Read after the decision: an intent is durable long before it.
                whatIsWrong(decided, transfers.find(decided.id()))
                        .ifPresent(wrong -> faults.add(decided.id() + ": " + wrong));
            }
            if (page.size() < PAGE) {
                return faults;
            }
            after = Optional.of(page.getLast().id());
        }
    }

    private static Optional<String> whatIsWrong(Decided decided, Optional<Transfer> asked) {
        if (asked.isEmpty()) {
            return Optional.of("decided, and no customer asked for it");
        }
        var wish = asked.get().wish();
        if (!decided.institution().equals(wish.institution())) {
            return Optional.of("decided for an institution that was not asked for");
        }
        return decided.account().filter(account -> !account.equals(wish.account())).isPresent()
                ? Optional.of("decided for an account that was not asked for")
                : Optional.empty();
    }
}
