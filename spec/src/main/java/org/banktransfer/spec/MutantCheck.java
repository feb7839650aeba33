package org.banktransfer.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Whether TLC finds each mutant, by the property that it names.
final class MutantCheck {

    private final Specification specification;
    private final ModelChecker checker;
    private final Duration within;

    /// @param problem why the mutant is not found as it should be, if it is not
    record Result(Mutant mutant, Verdict verdict, Optional<String> problem) {}

    MutantCheck(Specification specification, ModelChecker checker, Duration within) {
        this.specification = specification;
        this.checker = checker;
        this.within = within;
    }

    /// Checks as many at once as there are processors.
    ///
    /// @param listener is given each result as it is there, by any thread
    List<Result> check(List<Mutant> mutants, Consumer<Result> listener) {
        int processors = Runtime.getRuntime().availableProcessors();
        try (var executor = Executors.newFixedThreadPool(processors)) {
            var results =
                    executor.invokeAll(
                            mutants.stream()
                                    .<java.util.concurrent.Callable<Result>>map(mutant ->
                                            () -> {
                                                var result = check(mutant);
                                                listener.accept(result);
                                                return result;
                                            })
                                    .toList());
            return results.stream().map(MutantCheck::get).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Result check(Mutant mutant) {
        var verdict = checker.check(specification.task(mutant, within));
        return new Result(mutant, verdict, problem(mutant, verdict));
    }

    private Optional<String> problem(Mutant mutant, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds _ -> Optional.of("survives");
            case Verdict.NotChecked(var why, var output) -> Optional.of(why + "\n" + output);
            case Verdict.Violated(var property, _, _) -> {
                var found =
                        property.equals(Verdict.TEMPORAL)
                                ? specification
                                        .configuration(mutant.configuration())
                                        .temporalProperty()
                                        .orElse(property)
                                : property;
                yield found.equals(mutant.violates())
                        ? Optional.empty()
                        : Optional.of("violates " + found + ", not " + mutant.violates());
            }
        };
    }
}
