package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.simulation.contract.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Optional;

/// What the ledger's database refuses, whoever asks.
class LedgerGuardsTest {

    private static final String NO_RIGHT = "42501";
    private static final String REFUSED_BY_TRIGGER = "23001";
    private static final String CHECK_VIOLATED = "23514";
    private static final String NOT_UNIQUE = "23505";

    private static final Database DATABASE = SharedPostgres.fresh("db/ledger");
    private static final Connections SERVICE =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final Connections OWNER =
            new Connections("owner", DATABASE.owner(), SharedPostgres.PATIENT);

    private static final InstitutionName INSTITUTION = Samples.institution();
    private static final AccountId ACCOUNT = Samples.account();

    @BeforeAll
    static void a_credit_and_a_reversal() {
        var rules = new CreditRules(Limits.NONE);
        var ledger = new PostgresLedger(SERVICE, SharedPostgres.PATIENT, rules);
        new PostgresAccounts(SERVICE)
                .put(
                        new Account(
                                ACCOUNT, Samples.customer(), usd(1).currency(), AccountStatus.OPEN),
                        Samples.operator(),
                        NOON);
        ledger.credit(
                new CreditOrder(
                        Samples.id(), ACCOUNT, INSTITUTION, Samples.card(), usd(100), NOON));
        var voided = Samples.id();
        ledger.voidCredit(
                new VoidOrder(
                        voided, INSTITUTION, VoidReason.TIMED_OUT, Optional.of(usd(7)), NOON));
        ledger.bookReversal(voided, NOON);
    }

    @AfterAll
    static void close() {
        SERVICE.close();
        OWNER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update decision set outcome = 'voided'",
                "delete from decision",
                "truncate decision cascade",
                "update posting set amount_minor = 1",
                "delete from posting",
                "truncate posting",
                "update reversal_booked set booked_at = now()",
                "delete from reversal_booked",
                "truncate reversal_booked",
                "update operator_action set done_by = 'nobody'",
                "delete from operator_action",
                "truncate operator_action",
                "update seal set digest = sha256(digest)",
                "delete from seal",
                "truncate seal",
                "update ledger_account set currency = 'EUR'",
                "delete from ledger_account",
                "truncate ledger_account cascade",
                "delete from account",
                "truncate account cascade",
                "update account set currency = 'EUR'"
            })
    void what_is_in_the_books_stays_there(String statement) {
        assertRefused(SERVICE, statement).extracting(SQLException::getSQLState).isEqualTo(NO_RIGHT);
        assertRefused(OWNER, statement)
                .extracting(SQLException::getSQLState)
                .isEqualTo(REFUSED_BY_TRIGGER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update balance set net_minor = 1000000",
                "delete from balance",
                "insert into balance values (1, 7, 1000000)",
                "insert into seal values (1, 999, 'decision', array[gen_random_uuid()], sha256(''))",
                "update seal_head set number = 7",
                "select append_seal('decision', array[gen_random_uuid()], '')"
            })
    void the_service_can_write_no_balance_and_no_seal_but_by_what_they_follow_from(
            String statement) {
        assertRefused(SERVICE, statement).extracting(SQLException::getSQLState).isEqualTo(NO_RIGHT);
    }

    @Test
    void a_posting_contradicts_neither_its_accounts_nor_its_decision() throws SQLException {
        var credited = decided("credited", null, 100);
        var voided = decided("voided", "TIMED_OUT", 7);

        assertPostingRefused(Samples.id(), "'credited', 'USD', 100", CHECK_VIOLATED);
        assertPostingRefused(credited, "'credited', 'EUR', 100", CHECK_VIOLATED);
        assertPostingRefused(credited, "'credited', 'USD', 101", CHECK_VIOLATED);
        assertPostingRefused(credited, "'in_transit', 'USD', 100", CHECK_VIOLATED);
        assertPostingRefused(credited, "'reversed', 'USD', 100", CHECK_VIOLATED);
        assertPostingRefused(voided, "'credited', 'USD', 7", CHECK_VIOLATED);
        assertPostingRefused(credited, "'credited', 'USD', 0", CHECK_VIOLATED);
        run(SERVICE, posting(credited, "'credited', 'USD', 100"));
        assertPostingRefused(credited, "'credited', 'USD', 100", NOT_UNIQUE);
    }

    /// A decision that lacks its posting, as no code of ours would leave it.
    private static TransferId decided(String outcome, @Nullable String reason, long minor)
            throws SQLException {
        var insert =
                """
                insert into decision (transfer_id, outcome, reason, amount_minor, currency,
                                      institution, account, card_fingerprint, decided_at)
                values (:id, :outcome, :reason, :minor, 'USD', :institution, :account, :card, :at)
                """;
        var id = Samples.id();
        SERVICE.eachOnItsOwn(connection ->
                Sql.of(insert)
                        .on(connection)
                        .set("id", id.value())
                        .set("outcome", outcome)
                        .set("reason", reason)
                        .set("minor", minor)
                        .set("institution", INSTITUTION.value())
                        .set("account", ACCOUNT.value())
                        .set("card", Samples.card().value())
                        .set("at", NOON)
                        .update());
        return id;
    }

    @Test
    void a_balance_that_somebody_tampered_with_shows_in_the_books() throws SQLException {
        var books = new Books(SERVICE);
        assertThat(books.audit().totals()).isNotEmpty().allMatch(Books.Total::agrees);

        run(OWNER, "update balance set net_minor = net_minor + 1 where shard = 0");
        assertThat(books.audit().totals())
                .filteredOn(total -> !total.agrees())
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.whose()).contains(ACCOUNT.value());
                    var recomputed = total.recomputed().orElseThrow();
                    assertThat(total.kept().orElseThrow())
                            .isEqualTo(recomputed.add(BigInteger.ONE));
                });
        run(OWNER, "update balance set net_minor = net_minor - 1 where shard = 0");
    }

    @Test
    void a_customers_balance_has_64_bits_and_the_banks_own_more() throws SQLException {
        var beyond = "update balance set net_minor = 9223372036854775808 ";
        assertRefused(OWNER, beyond + "where shard = 0")
                .extracting(SQLException::getSQLState)
                .isEqualTo(CHECK_VIOLATED);

        run(OWNER, "begin; " + beyond + "where shard > 0; rollback");
    }

    @Test
    void with_one_login_for_all_the_triggers_still_hold() throws SQLException {
        var both = Database.withOneLogin(SharedPostgres.empty().owner());
        Migrations.run(both, "db/ledger", SharedPostgres.PATIENT);
        try (var connections = new Connections("both", both.service(), SharedPostgres.PATIENT)) {
            assertRefused(connections, "delete from posting")
                    .extracting(SQLException::getSQLState)
                    .isEqualTo(REFUSED_BY_TRIGGER);
        }
    }

    private static void assertPostingRefused(TransferId id, String posting, String state) {
        assertRefused(SERVICE, posting(id, posting))
                .extracting(SQLException::getSQLState)
                .isEqualTo(state);
    }

    /// From what the institution owes to the customer.
    ///
    /// @param posting its kind, currency and amount
    private static String posting(TransferId id, String posting) {
        return """
        insert into posting (transfer_id, kind, currency, amount_minor, debit_account,
                             credit_account, posted_at)
        select '%s', %s,
               (select ledger_account_id from ledger_account
                 where kind = 'due_from_institution'),
               (select ledger_account_id from ledger_account where kind = 'customer'),
               now()
        """
                .formatted(id.value(), posting);
    }

    private static AbstractThrowableAssert<?, SQLException> assertRefused(
            Connections as, String statement) {
        return assertThatThrownBy(() -> run(as, statement))
                .isInstanceOf(SQLException.class)
                .asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class));
    }

    private static void run(Connections as, String statement) throws SQLException {
        as.eachOnItsOwn(connection -> {
            try (var plain = connection.createStatement()) {
                return plain.execute(statement);
            }
        });
    }
}
