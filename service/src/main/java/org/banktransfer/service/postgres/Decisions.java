package org.banktransfer.service.postgres;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The decisions, and the postings that follow from them, many at once. Whatever writes belongs in
/// a database transaction of its own, so that decisions and their postings are durable together or
/// not at all.
final class Decisions {

    /// The numbers of the two ledger accounts of a posting.
    record Sides(long debit, long credit) {}

    /// A decision, and the institution it is about.
    record Decision(TransferId id, LedgerAnswer answer, InstitutionName institution) {}

    /// A decision to be written.
    ///
    /// @param reason why it is voided; empty if it is credited
    /// @param amount what is credited, or is in transit from now on, if anything
    /// @param order of a credit, also of one that is refused
    /// @param sides the accounts to post the amount to; present if the amount is
    record Written(
            TransferId id,
            Optional<VoidReason> reason,
            Optional<Money> amount,
            InstitutionName institution,
            Optional<CreditOrder> order,
            Instant at,
            Optional<Sides> sides) {

        static Written credited(CreditOrder order, Sides sides) {
            return new Written(
                    order.id(),
                    Optional.empty(),
                    Optional.of(order.amount()),
                    order.institution(),
                    Optional.of(order),
                    order.at(),
                    Optional.of(sides));
        }

        static Written refused(CreditOrder order, VoidReason reason, Sides inTransit) {
            return new Written(
                    order.id(),
                    Optional.of(reason),
                    Optional.of(order.amount()),
                    order.institution(),
                    Optional.of(order),
                    order.at(),
                    Optional.of(inTransit));
        }

        static Written voided(VoidOrder order, Optional<Sides> inTransit) {
            return new Written(
                    order.id(),
                    Optional.of(order.reason()),
                    order.paid(),
                    order.institution(),
                    Optional.empty(),
                    order.at(),
                    inTransit);
        }

        LedgerAnswer answer() {
            return reason.<LedgerAnswer>map(why -> new Voided(why, amount, false))
                    .orElseGet(() -> new Credited(amount.orElseThrow()));
        }

        private String outcome() {
            return reason.isEmpty() ? "credited" : "voided";
        }

        private Optional<Posted> posted() {
            var kind = reason.isEmpty() ? "credited" : "in_transit";
            return amount.map(posted -> new Posted(id, kind, sides.orElseThrow(), posted, at));
        }
    }

    /// Of several that write a decision on one transfer at once, one inserts; the others wait until
    /// it has committed and then insert nothing. Everybody inserts in the order of the ids, and
    /// touches balances after all decisions, so nobody waits in a circle.
    ///
    /// @param rows of different transfers
    /// @return those that this decided; the others somebody else has
    Set<TransferId> decide(Connection connection, List<Written> rows) throws SQLException {
        var decide =
                """
                insert into decision (transfer_id, outcome, reason, amount_minor, currency,
                                      institution, account, card_fingerprint, decided_at)
                select *
                  from unnest(:ids::uuid[], :outcomes::text[], :reasons::text[],
                              :amounts::bigint[], :currencies::text[], :institutions::text[],
                              :accounts::text[], :cards::text[], :ats::timestamptz[])
                       as a (transfer_id, outcome, reason, amount_minor, currency, institution,
                             account, card_fingerprint, at)
                 order by a.transfer_id
                    on conflict (transfer_id) do nothing
                returning transfer_id
                """;
        var decided =
                Sql.of(decide)
                        .on(connection)
                        .each("ids", ElementType.UUID, rows, row -> row.id().value())
                        .each("outcomes", ElementType.TEXT, rows, Written::outcome)
                        .each("reasons", ElementType.TEXT, rows, row -> name(row.reason()))
                        .each("amounts", ElementType.BIGINT, rows, row -> minor(row.amount()))
                        .each(
                                "currencies",
                                ElementType.TEXT,
                                rows,
                                row -> currencyCode(row.amount()))
                        .each(
                                "institutions",
                                ElementType.TEXT,
                                rows,
                                row -> row.institution().value())
                        .each("accounts", ElementType.TEXT, rows, row -> account(row.order()))
                        .each("cards", ElementType.TEXT, rows, row -> card(row.order()))
                        .each("ats", ElementType.TIMESTAMPTZ, rows, Written::at)
                        .distinct(Row::transferId);
        post(connection, decided, rows.stream().flatMap(row -> row.posted().stream()));
        return decided;
    }

    /// A posting as its table writes it.
    private record Posted(TransferId id, String kind, Sides sides, Money amount, Instant at) {}

    /// @param written those whose postings are written; the others have theirs
    private static void post(
            Connection connection, Set<TransferId> written, Stream<Posted> postings)
            throws SQLException {
        var rows = postings.filter(posting -> written.contains(posting.id())).toList();
        var post =
                """
                insert into posting (transfer_id, kind, debit_account, credit_account,
                                     amount_minor, currency, posted_at)
                select *
                  from unnest(:ids::uuid[], :kinds::text[], :debits::bigint[], :credits::bigint[],
                              :amounts::bigint[], :currencies::text[], :ats::timestamptz[])
                """;
        if (rows.isEmpty()) {
            return;
        }
        Sql.of(post)
                .on(connection)
                .each("ids", ElementType.UUID, rows, row -> row.id().value())
                .each("kinds", ElementType.TEXT, rows, Posted::kind)
                .each("debits", ElementType.BIGINT, rows, row -> row.sides().debit())
                .each("credits", ElementType.BIGINT, rows, row -> row.sides().credit())
                .each("amounts", ElementType.BIGINT, rows, row -> row.amount().minor())
                .each(
                        "currencies",
                        ElementType.TEXT,
                        rows,
                        row -> row.amount().currency().toString())
                .each("ats", ElementType.TIMESTAMPTZ, rows, Posted::at)
                .update();
    }

    /// A reversal to be booked.
    ///
    /// @param inTransit what was, if anything
    /// @param sides the accounts to post that back between; present if something was
    record Booking(TransferId id, Instant at, Optional<Money> inTransit, Optional<Sides> sides) {

        private Optional<Posted> posted() {
            return inTransit.map(
                    amount -> new Posted(id, "reversed", sides.orElseThrow(), amount, at));
        }
    }

    /// What is booked already stays as it is.
    ///
    /// @param rows of different transfers, all of them voided
    void bookReversals(Connection connection, List<Booking> rows) throws SQLException {
        var book =
                """
                insert into reversal_booked (transfer_id, booked_at)
                select *
                  from unnest(:ids::uuid[], :ats::timestamptz[]) as a (transfer_id, at)
                 order by a.transfer_id
                    on conflict (transfer_id) do nothing
                returning transfer_id
                """;
        var booked =
                Sql.of(book)
                        .on(connection)
                        .each("ids", ElementType.UUID, rows, row -> row.id().value())
                        .each("ats", ElementType.TIMESTAMPTZ, rows, Booking::at)
                        .distinct(Row::transferId);
        post(connection, booked, rows.stream().flatMap(row -> row.posted().stream()));
    }

    private static @Nullable String name(Optional<VoidReason> reason) {
        return reason.map(VoidReason::name).orElse(null);
    }

    private static @Nullable Long minor(Optional<Money> amount) {
        return amount.map(Money::minor).orElse(null);
    }

    private static @Nullable String currencyCode(Optional<Money> amount) {
        return amount.map(money -> money.currency().getCurrencyCode()).orElse(null);
    }

    private static @Nullable String account(Optional<CreditOrder> order) {
        return order.map(credit -> credit.account().value()).orElse(null);
    }

    private static @Nullable String card(Optional<CreditOrder> order) {
        return order.map(credit -> credit.card().value()).orElse(null);
    }

    /// @return an entry for each that is decided
    Map<TransferId, Decision> find(Connection connection, Collection<TransferId> ids)
            throws SQLException {
        var find =
                """
                select transfer_id, outcome, reason, amount_minor, decision.currency, institution,
                       booked_at is not null as booked
                  from decision
                  left join reversal_booked using (transfer_id)
                 where transfer_id = any(:ids)
                """;
        var decisions = new HashMap<TransferId, Decision>();
        Sql.of(find)
                .on(connection)
                .each("ids", ElementType.UUID, ids, TransferId::value)
                .list(Decisions::decision)
                .forEach(decision -> decisions.put(decision.id(), decision));
        return decisions;
    }

    private static Decision decision(Row row) throws SQLException {
        var amount = row.optionalNumber("amount_minor");
        var currency = row.optionalText("currency");
        var money = amount.flatMap(minor -> currency.map(code -> Money.of(minor, code)));
        LedgerAnswer answer =
                switch (row.text("outcome")) {
                    case "credited" -> new Credited(money.orElseThrow());
                    case "voided" ->
                            new Voided(
                                    VoidReason.valueOf(row.text("reason")),
                                    money,
                                    row.flag("booked"));
                    default -> throw new IllegalStateException("outcome " + row.text("outcome"));
                };
        return new Decision(row.transferId(), answer, new InstitutionName(row.text("institution")));
    }
}
