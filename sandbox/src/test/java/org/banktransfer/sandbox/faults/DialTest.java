package org.banktransfer.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Which requests meet which rule.
class DialTest {

    private final Dial dial = new Dial(SplittableRandom::new, 7);

    private static FaultRule rule(
            @Nullable Operation operation,
            Fault fault,
            double probability,
            int skip,
            @Nullable Integer times) {
        return new FaultRule(
                operation,
                fault,
                probability,
                skip,
                times,
                null,
                null,
                null,
                Loss.CLOSE,
                null,
                null,
                null,
                Map.of());
    }

    private List<Boolean> befallen(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> dial.draw(Operation.CASH_OUT, "tr_" + i, null).isPresent())
                .toList();
    }

    @Test
    void without_rules_nothing_befalls_anybody() {
        assertThat(befallen(10)).containsOnly(false);
    }

    @Test
    void the_first_rule_that_takes_a_request_is_the_only_one() {
        dial.set(
                List.of(
                        rule(Operation.LOOK_UP, Fault.RESET, 1, 0, null),
                        rule(null, Fault.DELAY, 1, 0, 1),
                        rule(null, Fault.GARBAGE, 1, 0, null)),
                1);
        assertThat(dial.draw(Operation.CASH_OUT, "tr_1", null))
                .map(FaultRule::fault)
                .contains(Fault.DELAY);
        assertThat(dial.draw(Operation.CASH_OUT, "tr_1", null))
                .map(FaultRule::fault)
                .contains(Fault.GARBAGE);
        assertThat(dial.settings()).extracting(Dial.Setting::applied).containsExactly(0, 1, 1);
    }

    @Test
    void a_rule_can_let_some_pass_and_then_befall_so_many() {
        dial.set(List.of(rule(null, Fault.DELAY, 1, 2, 3)), 1);
        assertThat(befallen(7)).containsExactly(false, false, true, true, true, false, false);
    }

    @Test
    void the_same_seed_gives_the_same_chances() {
        var half = List.of(rule(null, Fault.DELAY, 0.5, 0, null));
        dial.set(half, 42);
        var first = befallen(200);
        dial.set(half, 42);
        assertThat(befallen(200)).isEqualTo(first).contains(true, false);
        dial.set(half, 43);
        assertThat(befallen(200)).isNotEqualTo(first);
    }

    @Test
    void never_is_never() {
        dial.set(List.of(rule(null, Fault.DELAY, 0, 0, null)), 1);
        assertThat(befallen(200)).containsOnly(false);
    }

    @Test
    void a_fault_that_cannot_befall_an_operation_passes_it_over() {
        dial.set(List.of(rule(null, Fault.STALE, 1, 0, null)), 1);
        assertThat(dial.draw(Operation.CASH_OUT, "tr_1", null)).isEmpty();
        assertThat(dial.draw(Operation.LOOK_UP, "tr_1", null)).isPresent();
    }

    @Test
    void what_is_put_off_is_done_once_and_in_order() {
        try (var later = new Later()) {
            var done = new ArrayList<String>();
            later.put("a", null, () -> done.add("first"));
            later.put("b", null, () -> done.add("second"));
            later.put("a", null, () -> done.add("third"));
            assertThat(later.waiting()).isEqualTo(3);
            assertThat(later.release("a")).isEqualTo(2);
            assertThat(later.release(null)).isEqualTo(1);
            assertThat(later.release(null)).isZero();
            assertThat(done).containsExactly("first", "third", "second");
        }
    }
}
