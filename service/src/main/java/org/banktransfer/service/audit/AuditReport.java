package org.banktransfer.service.audit;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.reconciliation.Break;
import org.banktransfer.reconciliation.Statements;
import org.banktransfer.reconciliation.Totals;
import org.banktransfer.transfer.Transfer;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What an audit found.
///
/// @param transfers how many transfers of the period were looked at
/// @param open those that are not settled yet; no fault by themselves
/// @param unanswered those that one of the sides said nothing definite about; in no sum
/// @param statements what the institutions' statements come to
/// @param unread statements that were asked for and could not be had or read, and why
public record AuditReport(
        Instant from,
        Instant at,
        int transfers,
        List<Totals> totals,
        List<Break> breaks,
        List<Transfer> open,
        List<Unanswered> unanswered,
        List<StatementSum> statements,
        List<String> unread,
        Books books) {

    private static final int SHOWN = 20;

    /// A transfer that cannot be judged.
    ///
    /// @param why which side did not answer, and what it said instead
    public record Unanswered(TransferId transfer, String why) {}

    /// The ledger held against itself.
    ///
    /// @param faults what does not hold, each a sentence
    /// @param heads of the chains of seals, a line each
    public record Books(List<Sum> sums, List<String> faults, List<String> heads) {

        Books with(List<String> more) {
            return new Books(sums, Stream.concat(faults.stream(), more.stream()).toList(), heads);
        }
    }

    /// The same with more faults of the books.
    public AuditReport with(List<String> faults) {
        return new AuditReport(
                from,
                at,
                transfers,
                totals,
                breaks,
                open,
                unanswered,
                statements,
                unread,
                books.with(faults));
    }

    /// What an institution's statements come to in one currency.
    public record StatementSum(InstitutionName institution, Statements.Sum sum) {}

    /// One line of the ledger's sums.
    public record Sum(String of, Currency currency, BigInteger minor) {}

    /// Whether nothing contradicts anything. What an institution did not answer contradicts
    /// nothing.
    public boolean isClean() {
        return breaks.isEmpty()
                && books.faults().isEmpty()
                && totals.stream().allMatch(row -> row.difference() == 0);
    }

    /// Whether every side said what it was asked for.
    public boolean isComplete() {
        return unanswered.isEmpty() && unread.isEmpty();
    }

    /// Prints it for people.
    public void print(PrintStream out) {
        out.printf(
                "audit of %d transfers accepted from %s to %s%n",
                transfers,
                from.truncatedTo(ChronoUnit.SECONDS),
                at.truncatedTo(ChronoUnit.SECONDS));
        if (!totals.isEmpty()) {
            out.printf(
                    "  %-12s %-4s %16s %16s %14s %14s %10s %14s%n",
                    "institution",
                    "",
                    "institution says",
                    "ledger says",
                    "in transit",
                    "under way",
                    "unanswered",
                    "difference");
        }
        for (var row : totals) {
            out.printf(
                    "  %-12s %-4s %16s %16s %14s %14s %10d %14s%n",
                    row.institution(),
                    row.currency(),
                    money(row.institutionSays(), row.currency()),
                    money(row.ledgerSays(), row.currency()),
                    money(row.inTransit(), row.currency()),
                    money(row.underWay(), row.currency()),
                    row.unanswered(),
                    money(row.difference(), row.currency()));
        }
        for (var statement : statements) {
            var sum = statement.sum();
            out.printf(
                    "  statements of %s %s: %d movements, paid %s, taken back %s%n",
                    statement.institution(),
                    sum.currency(),
                    sum.movements(),
                    money(sum.paid(), sum.currency()),
                    money(sum.takenBack(), sum.currency()));
        }
        unread.forEach(why -> out.println("  not read  " + why));
        out.println("the whole ledger, recomputed from its postings");
        for (var sum : books.sums()) {
            out.printf(
                    "  %-29s %-4s %16s%n",
                    sum.of(), sum.currency(), money(sum.minor(), sum.currency()));
        }
        for (var fault : books.faults()) {
            out.println("  FAULT " + fault);
        }
        for (var found : breaks) {
            out.println("  BREAK " + found.transfer() + " " + found.kind() + ": " + found.found());
        }
        for (var transfer : open.subList(0, Math.min(open.size(), SHOWN))) {
            out.println(
                    "  open  "
                            + transfer.id()
                            + " since "
                            + transfer.createdAt().truncatedTo(ChronoUnit.SECONDS)
                            + transfer.parked().map(reason -> ", parked: " + reason).orElse(""));
        }
        if (open.size() > SHOWN) {
            out.println("  open  and " + (open.size() - SHOWN) + " more");
        }
        for (var each : unanswered.subList(0, Math.min(unanswered.size(), SHOWN))) {
            out.println("  not answered for  " + each.transfer() + ", " + each.why());
        }
        if (unanswered.size() > SHOWN) {
            out.println("  not answered for  " + (unanswered.size() - SHOWN) + " more");
        }
        out.println(
                isClean()
                        ? "no discrepancy"
                        : (breaks.size() + books.faults().size()) + " discrepancies");
    }

    /// The same for programs, and all of it; amounts are whole minor units.
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("from", from.toString());
        json.put("at", at.toString());
        json.put("clean", isClean());
        json.put("complete", isComplete());
        json.put("transfers", transfers);
        json.put("institutions", totals.stream().map(AuditReport::json).toList());
        json.put("statements", statements.stream().map(AuditReport::json).toList());
        json.put("unread", unread);
        json.put("ledger", books.sums().stream().map(AuditReport::json).toList());
        json.put("faults", books.faults());
        json.put("heads", books.heads());
        json.put("breaks", breaks.stream().map(AuditReport::json).toList());
        json.put("open", open.stream().map(AuditReport::json).toList());
        json.put("unanswered", unanswered.stream().map(AuditReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(Totals row) {
        var json = new LinkedHashMap<String, Object>();
        json.put("institution", row.institution().value());
        json.put("currency", row.currency().getCurrencyCode());
        json.put("transfers", row.transfers());
        json.put("institution_says", row.institutionSays());
        json.put("ledger_says", row.ledgerSays());
        json.put("in_transit", row.inTransit());
        json.put("under_way", row.underWay());
        json.put("unanswered", row.unanswered());
        json.put("difference", row.difference());
        return json;
    }

    private static Map<String, Object> json(StatementSum statement) {
        var json = new LinkedHashMap<String, Object>();
        json.put("institution", statement.institution().value());
        json.put("currency", statement.sum().currency().getCurrencyCode());
        json.put("movements", statement.sum().movements());
        json.put("paid", statement.sum().paid());
        json.put("taken_back", statement.sum().takenBack());
        return json;
    }

    private static Map<String, Object> json(Sum sum) {
        return Map.of(
                "of", sum.of(), "currency", sum.currency().getCurrencyCode(), "sum", sum.minor());
    }

    private static Map<String, Object> json(Break found) {
        return Map.of(
                "transfer", found.transfer(),
                "kind", found.kind().name().toLowerCase(Locale.ROOT),
                "found", found.found());
    }

    private static Map<String, Object> json(Transfer transfer) {
        var json = new LinkedHashMap<String, Object>();
        json.put("transfer", transfer.id().toString());
        json.put("since", transfer.createdAt().toString());
        transfer.parked()
                .ifPresent(
                        reason -> json.put("parked", reason.toString().toLowerCase(Locale.ROOT)));
        return json;
    }

    private static Map<String, Object> json(Unanswered each) {
        return Map.of("transfer", each.transfer().toString(), "why", each.why());
    }

    private static String money(long minor, Currency currency) {
        return money(BigInteger.valueOf(minor), currency);
    }

    private static String money(BigInteger minor, Currency currency) {
        return new BigDecimal(minor, Math.max(currency.getDefaultFractionDigits(), 0))
                .toPlainString();
    }
}
