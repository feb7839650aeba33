package org.banktransfer.service.postgres;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.ledger.Account;
import org.banktransfer.transfer.Intervention;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// The record of what operators did. Each line is written in the database transaction that does it,
/// so that neither is there without the other, and sealed like a decision.
final class OperatorActions {

    private OperatorActions() {}

    static void accountPut(Connection connection, Account account, OperatorId by, Instant at)
            throws SQLException {
        var put =
                """
                insert into operator_action (kind, done_by, done_at, about, detail)
                values ('account_put', :by, :at, :account,
                        jsonb_build_object('owner', :owner::text, 'currency', :currency::text,
                                           'status', :status::text))
                """;
        Sql.of(put)
                .on(connection)
                .set("by", by.value())
                .set("at", at)
                .set("account", account.id().value())
                .set("owner", account.owner().value())
                .set("currency", account.currency().getCurrencyCode())
                .set("status", account.status().name())
                .update();
    }

    /// @param word `proposed`, `approved` or `rejected`
    static void intervention(
            Connection connection,
            String word,
            Intervention intervention,
            String detail,
            OperatorId by,
            Instant at)
            throws SQLException {
        var add =
                """
                insert into operator_action (kind, done_by, done_at, about, detail)
                values (:word, :by, :at, :transfer,
                        jsonb_build_object('intervention', :id::text, 'kind', :detail::text,
                                           'why', :why::text))
                """;
        Sql.of(add)
                .on(connection)
                .set("word", word)
                .set("by", by.value())
                .set("at", at)
                .set("transfer", intervention.transfer().toString())
                .set("id", intervention.id().toString())
                .set("detail", detail)
                .set("why", intervention.why())
                .update();
    }

    static void cardBlocked(
            Connection connection, CardFingerprint card, boolean blocked, OperatorId by, Instant at)
            throws SQLException {
        var block =
                """
                insert into operator_action (kind, done_by, done_at, about, detail)
                values (:kind, :by, :at, :card, '{}')
                """;
        Sql.of(block)
                .on(connection)
                .set("kind", blocked ? "card_blocked" : "card_unblocked")
                .set("by", by.value())
                .set("at", at)
                .set("card", card.value())
                .update();
    }
}
