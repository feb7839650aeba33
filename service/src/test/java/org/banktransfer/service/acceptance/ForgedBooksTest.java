package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A ledger that somebody has changed behind the back of its triggers: the audit finds it. Each
/// test puts back what it has forged, and the audit is clean again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedBooksTest {

    private static final long AMOUNT = 2_500;
    private static final long TOO_MUCH = 10_000;

    private Bank bank;
    private App app;
    private App operator;
    private Forger ledger;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var node = bank.startNode("--rules.transfer-amount=USD=9000", "--retry.cap=300ms");
        app = bank.app(node);
        operator = bank.operator(node);
    }

    @BeforeEach
    void comeIn() {
        ledger = Forger.at(bank.ledgerDatabase());
    }

    @AfterEach
    void everythingIsPutBack() throws InterruptedException {
        ledger.close();
        var audited = bank.audit(Map.of());
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @Test
    void a_posting_that_nobody_decided_is_found() throws InterruptedException {
        var id = completed();
        var invented = UUID.randomUUID();
        ledger.change(
                """
                insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                     currency, posted_at)
                select ?, kind, debit_account, credit_account, amount_minor, currency, posted_at
                  from posting
                 where transfer_id = ?
                """,
                invented,
                Forger.uuid(id));

        var found = assertFound("tr_" + invented.toString().replace("-", ""));
        assertThat(found).contains("posted as credited, but it is not decided");
        assertThat(found).contains("its balance is 2500, its postings come to 5000");
        ledger.change("delete from posting where transfer_id = ?", invented);
    }

    @Test
    void a_second_posting_of_what_is_credited_is_found() throws InterruptedException {
        var id = completed();
        ledger.change(
                """
                insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                     currency, posted_at)
                select transfer_id, 'reversed', credit_account, debit_account, amount_minor, currency,
                       posted_at
                  from posting
                 where transfer_id = ?
                """,
                Forger.uuid(id));

        assertThat(assertFound(id)).contains("posted as reversed, but it is credited");
        ledger.change(
                "delete from posting where kind = 'reversed' and transfer_id = ?", Forger.uuid(id));
    }

    /// Everything adds up: the customer got the amount twice, and the institution owes it twice.
    @Test
    void a_credit_that_is_posted_twice_is_found_though_all_sums_agree()
            throws InterruptedException {
        var purse = purse(2 * AMOUNT);
        var id = settled(purse, Optional.of(AMOUNT), "completed");
        ledger.change("alter table posting drop constraint posting_once");
        ledger.change(
                """
                insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                     currency, posted_at)
                select transfer_id, kind, debit_account, credit_account, amount_minor, currency,
                       posted_at
                  from posting
                 where transfer_id = ?
                """,
                Forger.uuid(id));
        changeBalance(purse.account(), AMOUNT);
        changeOwed(-AMOUNT);

        assertThat(assertFound(id)).contains("posted 2 times as credited");
        ledger.change(
                """
                delete from posting
                 where posting_id = (select max(posting_id) from posting where transfer_id = ?)
                """,
                Forger.uuid(id));
        changeBalance(purse.account(), -AMOUNT);
        changeOwed(AMOUNT);
        ledger.change("alter table posting add constraint posting_once unique (transfer_id, kind)");
    }

    @Test
    void a_balance_that_is_not_the_sum_of_its_postings_is_found() throws InterruptedException {
        var purse = purse(2 * AMOUNT);
        settled(purse, Optional.of(AMOUNT), "completed");
        changeBalance(purse.account(), 1);

        var found = assertFound(purse.account());
        assertThat(found).contains("its balance is 2501, its postings come to 2500");
        changeBalance(purse.account(), -1);
    }

    @Test
    void money_in_transit_that_no_open_reversal_explains_is_found() throws InterruptedException {
        var id = settled(purse(TOO_MUCH), Optional.empty(), "reversed");
        var booked = "from reversal_booked where transfer_id = ?";
        Bank.await(
                "the reversal is booked",
                () -> ledger.number("select count(*) from reversal_booked") > 0);
        ledger.change("create table taken as select * " + booked, Forger.uuid(id));
        ledger.change("delete " + booked, Forger.uuid(id));

        var found = assertFound(id);
        assertThat(found).contains("posted as reversed, but it is voided");
        assertThat(found).contains("in transit are 0 USD, and open reversals come to 10000");
        ledger.change("insert into reversal_booked select * from taken");
        ledger.change("drop table taken");
    }

    /// Everything adds up: only the posting itself says that it is somebody else's money.
    @Test
    void a_credit_led_into_another_account_is_found_though_all_sums_agree()
            throws InterruptedException {
        var robbed = purse(2 * AMOUNT);
        var id = settled(robbed, Optional.of(AMOUNT), "completed");
        var thief = purse(2 * AMOUNT);
        settled(thief, Optional.of(AMOUNT), "completed");
        redirect(id, thief.account());
        changeBalance(robbed.account(), -AMOUNT);
        changeBalance(thief.account(), AMOUNT);

        assertThat(assertFound(id)).contains("between accounts that its decision does not name");
        redirect(id, robbed.account());
        changeBalance(robbed.account(), AMOUNT);
        changeBalance(thief.account(), -AMOUNT);
    }

    /// The ledger agrees with itself to the last cent, and no customer ever asked for it.
    @Test
    void a_credit_for_a_transfer_that_nobody_asked_for_is_found() throws InterruptedException {
        var purse = purse(2 * AMOUNT);
        var id = settled(purse, Optional.of(AMOUNT), "completed");
        var invented = UUID.randomUUID();
        copy("decision", id, invented);
        ledger.change(
                """
                insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                     currency, posted_at)
                select ?, kind, debit_account, credit_account, amount_minor, currency, posted_at
                  from posting
                 where transfer_id = ?
                """,
                invented,
                Forger.uuid(id));
        changeBalance(purse.account(), AMOUNT);
        changeOwed(-AMOUNT);

        assertThat(assertFound("tr_" + invented.toString().replace("-", "")))
                .contains("decided, and no customer asked for it");
        ledger.change("delete from posting where transfer_id = ?", invented);
        ledger.change("delete from decision where transfer_id = ?", invented);
        changeBalance(purse.account(), -AMOUNT);
        changeOwed(AMOUNT);
    }

    /// Decision, posting and balances all name the thief; only the customer's wish does not.
    @Test
    void a_credit_decided_for_another_account_than_was_asked_for_is_found()
            throws InterruptedException {
        var robbed = purse(2 * AMOUNT);
        var id = settled(robbed, Optional.of(AMOUNT), "completed");
        var thief = purse(2 * AMOUNT);
        settled(thief, Optional.of(AMOUNT), "completed");
        decideFor(id, thief.account());
        redirect(id, thief.account());
        changeBalance(robbed.account(), -AMOUNT);
        changeBalance(thief.account(), AMOUNT);

        assertThat(assertFound(id)).contains("decided for an account that was not asked for");
        decideFor(id, robbed.account());
        redirect(id, robbed.account());
        changeBalance(robbed.account(), AMOUNT);
        changeBalance(thief.account(), -AMOUNT);
    }

    @Test
    void the_command_exits_with_0_when_all_is_well_and_with_1_when_it_is_not(
            @TempDir Path directory) throws Exception {
        var purse = purse(2 * AMOUNT);
        settled(purse, Optional.of(AMOUNT), "completed");
        var clean = auditCommand(directory);
        assertThat(clean.exitStatus()).as(clean.output()).isZero();

        changeBalance(purse.account(), 1);
        var found = auditCommand(directory);
        changeBalance(purse.account(), -1);
        assertThat(found.exitStatus()).as(found.output()).isEqualTo(1);
        assertThat(found.output()).contains("FAULT customer " + purse.account());
    }

    private Command.Ended auditCommand(Path directory) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add("audit");
        bank.auditSettings().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return Command.of(arguments.toArray(String[]::new))
                .run(directory.resolve("audit.log"), Duration.ofMinutes(1));
    }

    private String assertFound(String what) throws InterruptedException {
        var audited = bank.audit(Map.of());
        assertThat(audited.exitStatus()).as(audited.text()).isEqualTo(1);
        assertThat(audited.text()).contains(what);
        return audited.text();
    }

    private void copy(String table, String id, UUID as) {
        ledger.change(
                "create table copied as select * from " + table + " where transfer_id = ?",
                Forger.uuid(id));
        ledger.change("update copied set transfer_id = ?", as);
        ledger.change("insert into " + table + " select * from copied");
        ledger.change("drop table copied");
    }

    private void decideFor(String id, String account) {
        ledger.change(
                "update decision set account = ? where transfer_id = ?", account, Forger.uuid(id));
    }

    private void redirect(String id, String account) {
        ledger.change(
                """
                update posting
                   set credit_account = (select ledger_account_id
                                           from ledger_account
                                          where account_id = ?)
                 where transfer_id = ?
                """,
                account,
                Forger.uuid(id));
    }

    private void changeBalance(String account, long byMinor) {
        int changed =
                ledger.change(
                        """
                        update balance
                           set net_minor = net_minor + ?
                         where ledger_account_id = (select ledger_account_id
                                                      from ledger_account
                                                     where account_id = ?)
                        """,
                        byMinor,
                        account);
        assertThat(changed).isEqualTo(1);
    }

    private void changeOwed(long byMinor) {
        ledger.change(
                """
                update balance
                   set net_minor = net_minor + ?
                 where (ledger_account_id, shard) = (select ledger_account_id, min(shard)
                                                       from balance
                                                       join ledger_account using (ledger_account_id)
                                                      where kind = 'due_from_institution'
                                                      group by ledger_account_id)
                """,
                byMinor);
    }

    private Purse purse(long opening) {
        return Purse.of(bank, app, operator, "sandbox", opening);
    }

    private String completed() {
        return settled(purse(2 * AMOUNT), Optional.of(AMOUNT), "completed");
    }

    private static String settled(Purse purse, Optional<Long> amount, String word) {
        var seen = purse.settled(purse.press(Bank.newKey(), amount));
        assertThat(seen.word()).isEqualTo(word);
        return seen.id();
    }
}
