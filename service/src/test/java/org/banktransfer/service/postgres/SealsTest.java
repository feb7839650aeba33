package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.simulation.contract.Race;
import org.banktransfer.simulation.contract.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whoever can write past the service and past the triggers, as an administrator can, is seen.
class SealsTest {

    private static final Database DATABASE = SharedPostgres.fresh("db/ledger");
    private static final Connections SERVICE =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final Connections OWNER =
            new Connections("owner", DATABASE.owner(), SharedPostgres.PATIENT);
    private static final Books BOOKS = new Books(SERVICE);

    @BeforeAll
    static void credits_and_reversals() {
        var ledger =
                new PostgresLedger(SERVICE, SharedPostgres.PATIENT, new CreditRules(Limits.NONE));
        var account = Samples.account();
        var accounts = new PostgresAccounts(SERVICE);
        accounts.put(
                new Account(account, Samples.customer(), usd(1).currency(), AccountStatus.OPEN),
                Samples.operator(),
                NOON);
        accounts.setBlocked(Samples.card(), true, Samples.operator(), NOON.plusSeconds(1));
        var _ =
                Race.of(
                        20,
                        _ ->
                                () ->
                                        ledger.credit(
                                                new CreditOrder(
                                                        Samples.id(),
                                                        account,
                                                        Samples.institution(),
                                                        Samples.card(),
                                                        usd(100),
                                                        NOON)));
        var voided = Samples.id();
        ledger.voidCredit(
                new VoidOrder(
                        voided,
                        Samples.institution(),
                        VoidReason.TIMED_OUT,
                        Optional.of(usd(7)),
                        NOON));
        ledger.bookReversal(voided, NOON.plusSeconds(2));
        assertThat(BOOKS.audit().faults()).isEmpty();
    }

    @AfterAll
    static void close() {
        SERVICE.close();
        OWNER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update decision set account = 'acc_thief' where outcome = 'credited'",
                "update decision set decided_at = decided_at + interval '1 microsecond'",
                "update decision set card_fingerprint = repeat('0', 64) where outcome = 'credited'",
                "update decision set reason = 'NEVER_ARRIVED' where outcome = 'voided'",
                "delete from decision where outcome = 'credited'",
                "update reversal_booked set booked_at = booked_at + interval '1 day'",
                "delete from reversal_booked",
                "update operator_action set done_by = 'somebody-else' where kind = 'account_put'",
                "update operator_action set detail = '{\"status\": \"FROZEN\"}'",
                "delete from operator_action where kind = 'card_blocked'",
                "update seal set members = members[2:] where cardinality(members) > 1",
                "update seal set digest = sha256(digest)",
                "delete from seal where number = 1",
                "update seal_head set number = number + 1 where number > 0",
                "insert into operator_action (kind, done_by, done_at, about, detail)"
                        + " values ('card_blocked', 'ghost', now(), 'x', '{}')"
            })
    void what_is_written_past_the_triggers_shows(String statement) throws SQLException {
        assertThat(pastTheTriggers(statement, SealsTest::faults)).isNotEmpty();
    }

    /// Moved by a second, a posting still agrees with every sum.
    @Test
    void a_posting_that_was_altered_contradicts_its_sealed_decision() throws SQLException {
        var later = "update posting set posted_at = posted_at + interval '1 second'";
        assertThat(pastTheTriggers(later, SealsTest::faults))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("another time"));
    }

    /// Who rewrites everything, seals and all, cannot rewrite what was kept elsewhere.
    @Test
    void a_record_that_was_rewritten_whole_no_longer_leads_to_a_kept_head() throws SQLException {
        var kept = BOOKS.audit().heads();
        assertThat(BOOKS.missing(kept)).isEmpty();
        var rewritten =
                "delete from seal; update seal_head set number = 0, digest = '';"
                        + " delete from operator_action;"
                        + " select append_seal('decision', array_agg(transfer_id order by transfer_id),"
                        + " string_agg(sealed_decision(transfer_id, outcome, reason, amount_minor,"
                        + " currency, institution, account, card_fingerprint, decided_at), E'\\n'"
                        + " order by transfer_id)) from decision;"
                        + " select append_seal('reversal_booked', array_agg(transfer_id),"
                        + " string_agg(sealed_reversal(transfer_id, booked_at), E'\\n'))"
                        + " from reversal_booked";
        assertThat(pastTheTriggers(rewritten, SealsTest::faults)).isEmpty();
        assertThat(pastTheTriggers(rewritten, now -> Seals.missing(now, kept))).isNotEmpty();
    }

    @Test
    void a_head_is_read_as_it_was_written() {
        assertThat(BOOKS.audit().heads())
                .hasSize(16)
                .allSatisfy(head -> assertThat(SealHead.of(head.line())).isEqualTo(head))
                .anyMatch(head -> head.number() > 0);
    }

    @Test
    void what_operators_did_is_on_record_with_who_did_it() {
        assertThat(BOOKS.actions(NOON, 10))
                .extracting(Books.Action::kind)
                .containsExactly("account_put", "card_blocked");
        assertThat(BOOKS.actions(NOON, 10))
                .allMatch(action -> action.by().equals(Samples.operator().value()));
        assertThat(BOOKS.actions(NOON.plusSeconds(1), 10)).hasSize(1);
        assertThat(BOOKS.actions(NOON, 1))
                .extracting(Books.Action::kind)
                .containsExactly("card_blocked");
    }

    /// A decision that did nothing, because the transfer was decided already, is not sealed again.
    @Test
    void the_same_decision_again_makes_no_seal() {
        var ledger =
                new PostgresLedger(SERVICE, SharedPostgres.PATIENT, new CreditRules(Limits.NONE));
        TransferId id = Samples.id();
        var order =
                new VoidOrder(
                        id, Samples.institution(), VoidReason.TIMED_OUT, Optional.empty(), NOON);
        ledger.voidCredit(order);
        var heads = BOOKS.audit().heads();
        ledger.voidCredit(order);
        assertThat(BOOKS.audit().heads()).isEqualTo(heads);
        assertThat(BOOKS.audit().faults()).isEmpty();
    }

    private interface Look {
        List<String> at(Connection connection) throws SQLException;
    }

    private static List<String> faults(Connection connection) throws SQLException {
        var faults = new ArrayList<>(BookChecks.faults(connection));
        faults.addAll(Seals.faults(connection));
        return faults;
    }

    /// What is seen after these statements, which are then taken back.
    private static List<String> pastTheTriggers(String statements, Look look) throws SQLException {
        return OWNER.inOne(connection -> {
            try (var statement = connection.createStatement()) {
                for (var table :
                        List.of(
                                "decision",
                                "reversal_booked",
                                "operator_action",
                                "posting",
                                "seal")) {
                    statement.execute("alter table " + table + " disable trigger user");
                }
                statement.execute(statements);
                var seen = look.at(connection);
                statement.execute("rollback");
                return seen;
            }
        });
    }
}
