package org.banktransfer.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.money.Money;
import org.banktransfer.reconciliation.Movement.Kind;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// What counts as one movement, however statements are delivered.
class StatementsTest {

    private static final LocalDate FIRST = LocalDate.parse("2026-03-01");
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Statements statements = new Statements();

    @Test
    void a_statement_delivered_twice_moves_its_money_once() {
        var statement = of(FIRST, cashOut(1, "tr_1"), cashOut(2, "tr_2"));

        statements.add(statement);
        statements.add(statement);

        assertThat(statements.of("tr_1")).hasSize(1);
        assertThat(paid()).isEqualTo(5_000);
    }

    @Test
    void statements_that_overlap_move_what_they_share_once() {
        statements.add(of(FIRST, cashOut(1, "tr_1"), cashOut(2, "tr_2")));
        statements.add(of(SECOND, cashOut(2, "tr_2"), cashOut(3, "tr_3")));

        assertThat(statements.transfers()).containsExactly("tr_1", "tr_2", "tr_3");
        assertThat(paid()).isEqualTo(7_500);
    }

    @Test
    void two_lines_under_one_number_are_two_movements() {
        statements.add(of(FIRST, cashOut(1, "tr_1")));
        statements.add(of(SECOND, cashOut(1, "tr_2")));

        assertThat(statements.transfers()).containsExactly("tr_1", "tr_2");
        assertThat(paid()).isEqualTo(5_000);
    }

    @Test
    void equal_lines_within_one_statement_are_as_many_movements() {
        var twice = of(FIRST, cashOut(1, "tr_1"), cashOut(1, "tr_1"));

        statements.add(of(FIRST, cashOut(1, "tr_1")));
        statements.add(twice);
        statements.add(twice);

        assertThat(statements.of("tr_1")).hasSize(2);
        assertThat(paid()).isEqualTo(5_000);
    }

    @Test
    void an_empty_statement_moves_nothing_and_says_that_there_was_nothing() {
        assertThat(statements.cover(NOON, NOON)).isFalse();

        statements.add(of(FIRST));

        assertThat(statements.cover(NOON, NOON)).isTrue();
        assertThat(statements.transfers()).isEmpty();
        assertThat(statements.sums()).isEmpty();
    }

    @Test
    void a_time_is_covered_only_if_every_day_of_it_was_read() {
        statements.add(of(FIRST));
        statements.add(of(SECOND.plusDays(1)));

        assertThat(statements.cover(NOON, NOON.plusSeconds(3_600))).isTrue();
        assertThat(statements.cover(NOON, NOON.plusSeconds(2 * 86_400))).isFalse();

        statements.add(of(SECOND));

        assertThat(statements.cover(NOON, NOON.plusSeconds(2 * 86_400))).isTrue();
    }

    private long paid() {
        return statements.sums().stream()
                .map(Statements.Sum::paid)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    private static Statement of(LocalDate day, Movement... movements) {
        return new Statement(Set.of(day), List.of(movements));
    }

    private static Movement cashOut(long line, String transfer) {
        return new Movement(line, NOON, transfer, Kind.CASH_OUT, Money.of(2_500, "USD"), "SB1");
    }
}
