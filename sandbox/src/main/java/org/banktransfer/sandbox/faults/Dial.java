package org.banktransfer.sandbox.faults;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/// The dial for faults. Rules are asked in their order; the first that takes a request befalls it,
/// and no other does. Chance comes from one seeded sequence, a draw for each request a rule with a
/// probability below 1 means: the same requests in the same order meet the same faults.
///
/// Safe from any thread; guarded by this.
public final class Dial {

    /// A rule and how often it was used.
    ///
    /// @param matched requests it meant, whether it befell them or not
    /// @param applied requests it befell
    public record Setting(FaultRule rule, int matched, int applied) {}

    private static final class Counted {
        private final FaultRule rule;
        private int matched;
        private int applied;

        Counted(FaultRule rule) {
            this.rule = rule;
        }
    }

    private final LongFunction<RandomGenerator> chances;
    private long seed;
    private RandomGenerator chance;
    private List<Counted> settings = List.of();

    /// Whether there is any rule; read without the lock, because most requests meet none.
    private volatile boolean set;

    /// @param chances a new sequence of chance for a seed
    public Dial(LongFunction<RandomGenerator> chances, long seed) {
        this.chances = chances;
        this.seed = seed;
        chance = chances.apply(seed);
    }

    /// Replaces all rules and starts chance anew.
    public synchronized void set(List<FaultRule> rules, long newSeed) {
        seed = newSeed;
        chance = chances.apply(newSeed);
        settings = new ArrayList<>(rules.stream().map(Counted::new).toList());
        set = !rules.isEmpty();
    }

    /// The seed chance was last started with.
    public synchronized long seed() {
        return seed;
    }

    /// The rules with what became of them.
    public synchronized List<Setting> settings() {
        return settings.stream().map(s -> new Setting(s.rule, s.matched, s.applied)).toList();
    }

    /// The fault that befalls this request, if any. Counts it as used.
    public Optional<FaultRule> draw(Operation operation, String id, @Nullable String card) {
        return set ? drawCounted(operation, id, card) : Optional.empty();
    }

    private synchronized Optional<FaultRule> drawCounted(
            Operation operation, String id, @Nullable String card) {
        for (var setting : settings) {
            var rule = setting.rule;
            if (rule.means(operation, id, card) && takes(setting)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean takes(Counted setting) {
        var rule = setting.rule;
        var times = rule.times();
        if (times != null && setting.applied >= times) {
            return false;
        }
        setting.matched++;
        if (setting.matched <= rule.skip()) {
            return false;
        }
        if (rule.probability() < 1 && chance.nextDouble() >= rule.probability()) {
            return false;
        }
        setting.applied++;
        return true;
    }
}
