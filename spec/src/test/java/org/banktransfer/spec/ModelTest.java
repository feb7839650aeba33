package org.banktransfer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.time.Duration;
import java.util.List;

/// The model has the properties that we promise, in every state that it can get into.
class ModelTest {

    private static final Duration WITHIN = Duration.ofMinutes(8);
    private static final int HEAP_MEBIBYTES = 1024;

    static final List<String> CONFIGURATIONS = Specification.QUICK;

    private final Specification specification = Specification.find();

    @ParameterizedTest
    @FieldSource("CONFIGURATIONS")
    void what_is_promised_holds_in_every_state(String name) {
        var task = specification.task(specification.configuration(name), HEAP_MEBIBYTES, WITHIN);

        var verdict = new ModelChecker(_ -> {}).check(task);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures().distinct()).isGreaterThan(20_000));
    }

    @Test
    void every_broken_rule_is_found_by_the_property_that_guards_it() {
        var check = new MutantCheck(specification, new ModelChecker(_ -> {}), WITHIN);

        var results = check.check(specification.mutants(), _ -> {});

        assertThat(results).hasSizeGreaterThan(20);
        assertThat(results).allSatisfy(result -> assertThat(result.problem()).isEmpty());
    }

    @Test
    void every_property_is_the_one_that_finds_some_broken_rule() {
        var guarding = specification.mutants().stream().map(Mutant::violates).toList();
        var promised =
                specification.configurations().stream()
                        .flatMap(one -> Pages.properties(one).stream())
                        .filter(property -> !property.equals("TypeOK"))
                        .distinct()
                        .toList();

        assertThat(promised).hasSizeGreaterThan(10);
        assertThat(guarding).containsAll(promised);
    }

    @Test
    void a_check_that_takes_too_long_is_stopped_and_says_nothing() {
        var task =
                specification.task(
                        specification.configuration("large"), HEAP_MEBIBYTES, Duration.ofMillis(1));

        assertThat(new ModelChecker(_ -> {}).check(task)).isInstanceOf(Verdict.NotChecked.class);
    }
}
