package org.banktransfer.reconciliation;

import org.banktransfer.reconciliation.Movement.Kind;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All statements of one institution that were read, in any order: every movement once, however
/// often it was delivered.
///
/// Two lines are the same movement only if they agree in everything and stand in two statements.
/// The number alone tells nothing: an institution may use one twice. Two equal lines within one
/// statement are two movements: that is how one that paid twice looks. Not safe under concurrency.
public final class Statements {

    private final Map<String, Map<Movement, Integer>> byTransfer = new LinkedHashMap<>();
    private final Set<LocalDate> days = new HashSet<>();

    /// What they come to in one currency.
    ///
    /// @param paid the sum of the cash-outs, in minor units
    /// @param takenBack the sum of the reversals, in minor units
    public record Sum(Currency currency, long movements, BigInteger paid, BigInteger takenBack) {

        private static Sum none(Currency currency) {
            return new Sum(currency, 0, BigInteger.ZERO, BigInteger.ZERO);
        }

        private Sum plus(Movement movement) {
            var minor = BigInteger.valueOf(movement.amount().minor());
            return movement.kind() == Kind.CASH_OUT
                    ? new Sum(currency, movements + 1, paid.add(minor), takenBack)
                    : new Sum(currency, movements + 1, paid, takenBack.add(minor));
        }
    }

    public void add(Statement statement) {
        days.addAll(statement.days());
        var times = new LinkedHashMap<Movement, Integer>();
        statement.movements().forEach(movement -> times.merge(movement, 1, Integer::sum));
        times.forEach((movement, here) ->
                byTransfer
                        .computeIfAbsent(movement.transfer(), _ -> new LinkedHashMap<>())
                        .merge(movement, here, Math::max));
    }

    /// Whose movements there are, as the institution writes them.
    public Set<String> transfers() {
        return Collections.unmodifiableSet(byTransfer.keySet());
    }

    /// A transfer's movements in the order in which they were booked.
    public List<Movement> of(String transfer) {
        return byTransfer.getOrDefault(transfer, Map.of()).entrySet().stream()
                .flatMap(each -> Collections.nCopies(each.getValue(), each.getKey()).stream())
                .sorted(Comparator.comparing(Movement::at))
                .toList();
    }

    /// Whether every day from the one instant to the other is among those that were read.
    public boolean cover(Instant from, Instant until) {
        return day(from).datesUntil(day(until).plusDays(1)).allMatch(days::contains);
    }

    /// In the order of their currencies' codes.
    public Collection<Sum> sums() {
        var sums = new TreeMap<String, Sum>();
        for (var transfer : byTransfer.keySet()) {
            for (var movement : of(transfer)) {
                var currency = movement.amount().currency();
                sums.merge(
                        currency.getCurrencyCode(),
                        Sum.none(currency).plus(movement),
                        (before, _) -> before.plus(movement));
            }
        }
        return List.copyOf(sums.values());
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
