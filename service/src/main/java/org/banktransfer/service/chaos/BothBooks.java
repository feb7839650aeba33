package org.banktransfer.service.chaos;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.postgres.DatabaseSettings;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferStore;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is written on both sides, read from their own databases: ours past the service, the
/// institution's past its contract, its statement included, in which a double payment shows that no
/// look-up would tell.
///
/// @param transfers by id
/// @param entries what the institution has on record, by transfer id
/// @param moved what the statement says left the cards for a transfer, less what came back
/// @param onCards balances by card number
/// @param onAccounts balances by account, where anything was ever credited
record BothBooks(
        Map<String, Recorded> transfers,
        Map<String, Entry> entries,
        Map<String, Long> moved,
        Map<String, Long> onCards,
        Map<String, Long> onAccounts) {

    private static final int PAGE = 100;
    private static final int LARGE_PAGE = 10_000;

    /// A transfer of ours.
    ///
    /// @param requestedMinor empty for the whole balance
    /// @param status of the transfer store
    /// @param decision `open`, `credited`, `voided`, or something else if the ledger did not answer
    /// @param creditedMinor zero unless it is credited
    record Recorded(
            String customer,
            String key,
            String account,
            Optional<Long> requestedMinor,
            String status,
            boolean isFinal,
            String decision,
            long creditedMinor) {}

    /// What the institution has on record for a transfer.
    ///
    /// @param status `approved`, `declined`, `reversing`, `reversed` or `blocked`
    /// @param since when it became so
    record Entry(String status, Instant since) {}

    static PostgresStores open(Parts parts) {
        return PostgresStores.join(
                parts.transfers(),
                parts.ledger(),
                new CreditRules(CreditRules.Limits.NONE),
                DatabaseSettings.DEFAULTS,
                new SecureRandom());
    }

    /// Reads everything; nothing may be moving any more.
    ///
    /// @param from when it all began
    static BothBooks read(PostgresStores ours, SandboxAdmin theirs, Instant from, Instant to) {
        var onAccounts = new HashMap<String, Long>();
        for (var total : ours.books().audit().totals()) {
            if (total.kind().equals("customer")) {
                onAccounts.put(
                        total.whose().orElseThrow(),
                        total.recomputed().map(sum -> sum.longValueExact()).orElse(0L));
            }
        }
        return new BothBooks(
                transfers(ours),
                entries(theirs),
                moved(theirs, from, to),
                onCards(theirs),
                onAccounts);
    }

    private static Map<String, Recorded> transfers(PostgresStores ours) {
        var all = new HashMap<String, Recorded>();
        var everything =
                new TransferStore.Filter(Optional.empty(), Optional.empty(), Optional.empty());
        Optional<TransferId> before = Optional.empty();
        while (true) {
            var page = ours.transfers().list(everything, before, PAGE);
            if (page.isEmpty()) {
                return all;
            }
            Set<TransferId> ids = page.stream().map(Transfer::id).collect(Collectors.toSet());
            var decisions = ours.ledger().lookUp(ids);
            for (var transfer : page) {
                var decision =
                        decisions.getOrDefault(
                                transfer.id(), new LedgerAnswer.NoAnswer("not answered for"));
                all.put(transfer.id().toString(), recorded(transfer, decision));
            }
            before = Optional.of(page.getLast().id());
        }
    }

    private static Recorded recorded(Transfer transfer, LedgerAnswer decision) {
        var wish = transfer.wish();
        return new Recorded(
                wish.customer().value(),
                wish.key().value(),
                wish.account().value(),
                switch (wish.amount()) {
                    case RequestedAmount.Exactly(Money amount) -> Optional.of(amount.minor());
                    case RequestedAmount.WholeBalance _ -> Optional.empty();
                },
                status(transfer.state()),
                transfer.isFinal(),
                switch (decision) {
                    case LedgerAnswer.Open _ -> "open";
                    case LedgerAnswer.Credited _ -> "credited";
                    case LedgerAnswer.Voided _ -> "voided";
                    case LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ -> decision.toString();
                },
                decision instanceof LedgerAnswer.Credited(var amount) ? amount.minor() : 0);
    }

    private static String status(TransferState state) {
        return switch (state) {
            case TransferState.Pending _ -> "pending";
            case TransferState.Completed _ -> "completed";
            case TransferState.Declined _ -> "declined";
            case TransferState.Reversing _ -> "reversing";
            case TransferState.Reversed _ -> "reversed";
        };
    }

    private static Map<String, Entry> entries(SandboxAdmin theirs) {
        var all = new HashMap<String, Entry>();
        var after = "";
        while (true) {
            var page = theirs.cashOuts(after, LARGE_PAGE);
            for (var entry : page) {
                after = entry.get("id").asString();
                var status = entry.get("status").asString();
                var since = status.equals("reversed") ? "reversed_at" : "at";
                all.put(after, new Entry(status, Instant.parse(entry.get(since).asString())));
            }
            if (page.isEmpty()) {
                return all;
            }
        }
    }

    private static Map<String, Long> moved(SandboxAdmin theirs, Instant from, Instant to) {
        var moved = new HashMap<String, Long>();
        var seen = new HashSet<String>();
        var last = LocalDate.ofInstant(to, ZoneOffset.UTC);
        for (var day = LocalDate.ofInstant(from, ZoneOffset.UTC);
                !day.isAfter(last);
                day = day.plusDays(1)) {
            for (var line : theirs.statement(day).lines().skip(1).toList()) {
                // line,at,transfer_id,kind,amount,currency,reference
                var fields = List.of(line.split(",", -1));
                if (seen.add(fields.get(0))) {
                    long amount = Long.parseLong(fields.get(4));
                    moved.merge(
                            fields.get(2),
                            fields.get(3).equals("cash_out") ? amount : -amount,
                            Long::sum);
                }
            }
        }
        return moved;
    }

    private static Map<String, Long> onCards(SandboxAdmin theirs) {
        var all = new HashMap<String, Long>();
        var after = "";
        while (true) {
            var page = theirs.cards(after, LARGE_PAGE);
            for (var card : page) {
                after = card.get("number").asString();
                all.put(after, card.get("balance").asLong());
            }
            if (page.isEmpty()) {
                return all;
            }
        }
    }
}
