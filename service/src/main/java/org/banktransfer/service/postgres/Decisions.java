package org.banktransfer.service.postgres;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The decisions, and the postings that follow from each. Every method is one statement, so a
/// decision and its postings are durable together or not at all, with or without a database
/// transaction around it.
final class Decisions {

    /// The numbers of the two ledger accounts of a posting.
    record Sides(long debit, long credit) {}

    /// A decision, and the institution it is about.
    record Decision(TransferId id, LedgerAnswer answer, InstitutionName institution) {}

    /// @return whether this decided; if not, somebody else has
    boolean credit(Connection connection, CreditOrder order, long due, long customer)
            throws SQLException {
        return decide(
                connection,
                new Written(
                        order.id(),
                        "credited",
                        Optional.empty(),
                        Optional.of(order.amount()),
                        order.institution(),
                        Optional.of(order),
                        order.at()),
                "credited",
                Optional.of(new Sides(due, customer)));
    }

    /// What was paid is in transit from now on.
    ///
    /// @return whether this decided; if not, somebody else has
    boolean refuse(
            Connection connection, CreditOrder order, VoidReason reason, long due, long transit)
            throws SQLException {
        return decide(
                connection,
                new Written(
                        order.id(),
                        "voided",
                        Optional.of(reason),
                        Optional.of(order.amount()),
                        order.institution(),
                        Optional.of(order),
                        order.at()),
                "in_transit",
                Optional.of(new Sides(due, transit)));
    }

    /// @param inTransit the accounts to post what was paid to, if anything
    /// @return whether this decided; if not, somebody else has
    boolean refuse(Connection connection, VoidOrder order, Optional<Sides> inTransit)
            throws SQLException {
        return decide(
                connection,
                new Written(
                        order.id(),
                        "voided",
                        Optional.of(order.reason()),
                        order.paid(),
                        order.institution(),
                        Optional.empty(),
                        order.at()),
                "in_transit",
                inTransit);
    }

    /// A decision as its table writes it.
    private record Written(
            TransferId id,
            String outcome,
            Optional<VoidReason> reason,
            Optional<Money> amount,
            InstitutionName institution,
            Optional<CreditOrder> order,
            Instant at) {}

    /// Of several that run this for one transfer at once, one inserts; the others wait until it has
    /// committed and then insert nothing.
    private static boolean decide(
            Connection connection, Written row, String kind, Optional<Sides> sides)
            throws SQLException {
        var decide =
                """
                with decided as (
                    insert into decision (transfer_id, outcome, reason, amount_minor, currency,
                                          institution, account, card_fingerprint, decided_at)
                    values (:id, :outcome, :reason, :amount, :currency,
                            :institution, :account, :card, :at)
                        on conflict (transfer_id) do nothing
                    returning transfer_id, amount_minor, currency, decided_at),
                posted as (
                    insert into posting (transfer_id, kind, debit_account, credit_account,
                                         amount_minor, currency, posted_at)
                    select transfer_id, :kind::text, :debit::bigint, :credit::bigint, amount_minor, currency, decided_at
                      from decided
                     where amount_minor is not null)
                select transfer_id
                  from decided
                """;
        return Sql.of(decide)
                .on(connection)
                .set("id", row.id().value())
                .set("outcome", row.outcome())
                .set("reason", row.reason().map(VoidReason::name).orElse(null))
                .set("amount", row.amount().map(Money::minor).orElse(null))
                .set("currency", row.amount().map(Decisions::currencyCode).orElse(null))
                .set("institution", row.institution().value())
                .set("account", row.order().map(order -> order.account().value()).orElse(null))
                .set("card", row.order().map(order -> order.card().value()).orElse(null))
                .set("at", row.at())
                .set("kind", kind)
                .set("debit", sides.map(Sides::debit).orElse(null))
                .set("credit", sides.map(Sides::credit).orElse(null))
                .first(_ -> true)
                .orElse(false);
    }

    /// @param sides the accounts to post what was in transit back between, if anything was
    /// @return whether this booked it; if not, it was booked already
    boolean bookReversal(Connection connection, TransferId id, Instant at, Optional<Sides> sides)
            throws SQLException {
        var book =
                """
                with booked as (
                    insert into reversal_booked (transfer_id, booked_at)
                    values (:id, :at)
                        on conflict (transfer_id) do nothing
                    returning transfer_id, booked_at),
                posted as (
                    insert into posting (transfer_id, kind, debit_account, credit_account,
                                         amount_minor, currency, posted_at)
                    select transfer_id, 'reversed', :debit::bigint, :credit::bigint, amount_minor, currency,
                           booked_at
                      from booked
                      join decision using (transfer_id)
                     where amount_minor is not null)
                select transfer_id
                  from booked
                """;
        return Sql.of(book)
                .on(connection)
                .set("id", id.value())
                .set("at", at)
                .set("debit", sides.map(Sides::debit).orElse(null))
                .set("credit", sides.map(Sides::credit).orElse(null))
                .first(_ -> true)
                .orElse(false);
    }

    /// What is decided, or `Open`.
    LedgerAnswer of(Connection connection, TransferId id) throws SQLException {
        return find(connection, id).map(Decision::answer).orElseGet(Open::new);
    }

    Optional<Decision> find(Connection connection, TransferId id) throws SQLException {
        return Sql.of(DECISIONS + "where transfer_id = :id")
                .on(connection)
                .set("id", id.value())
                .first(Decisions::decision);
    }

    /// @return an entry for each that is decided
    Map<TransferId, LedgerAnswer> of(Connection connection, Collection<TransferId> ids)
            throws SQLException {
        var answers = new HashMap<TransferId, LedgerAnswer>();
        Sql.of(DECISIONS + "where transfer_id = any(:ids)")
                .on(connection)
                .set("ids", "uuid", ids.stream().map(TransferId::value).toList())
                .list(Decisions::decision)
                .forEach(decision -> answers.put(decision.id(), decision.answer()));
        return answers;
    }

    private static final String DECISIONS =
            """
            select transfer_id, outcome, reason, amount_minor, decision.currency, institution,
                   booked_at is not null as booked
              from decision
              left join reversal_booked using (transfer_id)
            """;

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
        return new Decision(
                new TransferId(row.uuid("transfer_id")),
                answer,
                new InstitutionName(row.text("institution")));
    }

    private static String currencyCode(Money money) {
        return money.currency().getCurrencyCode();
    }
}
