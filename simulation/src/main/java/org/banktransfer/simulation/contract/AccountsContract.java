package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Accounts.AccountMovement;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/// What [org.banktransfer.ledger.Accounts] must do.
public abstract class AccountsContract extends LedgerTests {

    protected AccountsContract(LedgerUnderTest underTest) {
        super(underTest);
    }

    @Test
    void an_account_is_opened_and_found() {
        var account = new Account(Samples.account(), owner, USD, AccountStatus.OPEN);

        assertThat(accounts().put(account, Samples.operator(), NOON)).contains(account);
        assertThat(accounts().find(account.id())).contains(account);
        assertThat(accounts().balance(account.id())).contains(usd(0));
        assertThat(accounts().movements(account.id(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void an_account_that_was_never_opened_has_nothing_to_show() {
        var nobodys = Samples.account();

        assertThat(accounts().find(nobodys)).isEmpty();
        assertThat(accounts().balance(nobodys)).isEmpty();
        assertThat(accounts().movements(nobodys, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void owner_and_status_change_and_the_balance_stays() {
        var id = opened();
        ledger().credit(order(id, usd(2500)));

        var changed = new Account(id, Samples.customer(), USD, AccountStatus.FROZEN);
        assertThat(accounts().put(changed, Samples.operator(), NOON.plusSeconds(1)))
                .contains(changed);
        assertThat(accounts().find(id)).contains(changed);
        assertThat(accounts().balance(id)).contains(usd(2500));
    }

    @Test
    void an_account_keeps_its_currency_and_a_change_of_it_changes_nothing_else() {
        var id = opened();
        var before = accounts().find(id);

        var inYen =
                new Account(
                        id, Samples.customer(), Currency.getInstance("JPY"), AccountStatus.CLOSED);
        assertThat(accounts().put(inYen, Samples.operator(), NOON)).isEmpty();
        assertThat(accounts().find(id)).isEqualTo(before);
    }

    @Test
    void an_account_opened_by_many_at_once_is_one_account() {
        var account = new Account(Samples.account(), owner, USD, AccountStatus.OPEN);

        assertThat(Race.of(20, _ -> () -> accounts().put(account, Samples.operator(), NOON)))
                .allMatch(answer -> answer.equals(Optional.of(account)));
        ledger().credit(order(account.id(), usd(1)));
        assertThat(accounts().balance(account.id())).contains(usd(1));
    }

    @Test
    void movements_come_newest_first_and_page_by_page() {
        var id = opened();
        for (int i = 1; i <= 5; i++) {
            ledger().credit(order(id, usd(i), NOON.plusSeconds(i)));
        }
        ledger().credit(order(opened(), usd(99)));

        var first = accounts().movements(id, Optional.empty(), 2);
        assertThat(first).extracting(AccountMovement::amount).containsExactly(usd(5), usd(4));
        assertThat(first).extracting(AccountMovement::at).containsExactly(noonPlus(5), noonPlus(4));
        var rest = accounts().movements(id, Optional.of(first.getLast().cursor()), 100);
        assertThat(rest)
                .extracting(AccountMovement::amount)
                .containsExactly(usd(3), usd(2), usd(1));
    }

    @Test
    void a_page_has_between_1_and_100_movements() {
        var id = opened();

        assertThatThrownBy(() -> accounts().movements(id, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts().movements(id, Optional.empty(), 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Instant noonPlus(long seconds) {
        return NOON.plusSeconds(seconds);
    }
}
