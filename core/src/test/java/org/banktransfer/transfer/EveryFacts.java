package org.banktransfer.transfer;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything that can be known of a transfer: each case of each sealed answer, found from its
/// permitted subclasses so that a new case is not forgotten, with each flag.
final class EveryFacts {

    private static final List<Optional<VoidReason>> ADVICE = optional(VoidReason.values());
    private static final int FLAGS = 5;

    private EveryFacts() {}

    static void forEach(Consumer<Facts> check) {
        for (var ledger : cases(LedgerAnswer.class)) {
            for (var cashOut : cases(CashOutWord.class)) {
                for (var reversal : cases(ReversalWord.class)) {
                    for (var advice : ADVICE) {
                        for (int bits = 0; bits < 1 << FLAGS; bits++) {
                            check.accept(facts(ledger, cashOut, reversal, advice, bits));
                        }
                    }
                }
            }
        }
    }

    private static Facts facts(
            LedgerAnswer ledger,
            CashOutWord cashOut,
            ReversalWord reversal,
            Optional<VoidReason> advice,
            int bits) {
        return new Facts(
                ledger,
                cashOut,
                reversal,
                advice,
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0);
    }

    /// Every record that implements the sealed type, with every value of its components that a rule
    /// could look at.
    static <T> List<T> cases(Class<T> type) {
        if (!type.isSealed()) {
            return records(type);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .<T>flatMap(permitted -> cases(permitted.asSubclass(type)).stream())
                .distinct()
                .toList();
    }

    private static <T> List<T> records(Class<T> type) {
        List<List<Object>> tuples = List.of(List.of());
        for (var component : type.getRecordComponents()) {
            tuples =
                    tuples.stream()
                            .flatMap(tuple ->
                                    values(component).stream().map(value -> with(tuple, value)))
                            .toList();
        }
        return tuples.stream().map(tuple -> record(type, tuple)).toList();
    }

    private static List<Object> with(List<Object> tuple, Object value) {
        var longer = new ArrayList<>(tuple);
        longer.add(value);
        return longer;
    }

    private static List<?> values(RecordComponent component) {
        var type = component.getType();
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type == boolean.class) {
            return List.of(true, false);
        }
        if (type == Optional.class) {
            return List.of(Optional.empty(), Optional.of(Wishes.AMOUNT));
        }
        if (type == Money.class) {
            return List.of(Wishes.AMOUNT);
        }
        if (type == String.class) {
            return List.of("word");
        }
        throw new AssertionError("no values for " + component);
    }

    private static <T> T record(Class<T> type, List<Object> components) {
        try {
            var types =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(components.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " of " + components, e);
        }
    }

    private static <T> List<Optional<T>> optional(T[] values) {
        var all = new ArrayList<Optional<T>>();
        all.add(Optional.empty());
        Arrays.stream(values).map(Optional::of).forEach(all::add);
        return all;
    }
}
