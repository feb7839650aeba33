package org.banktransfer.service.connector.certify;

import org.banktransfer.service.connector.InstitutionSettings;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Runs every case against an institution's test system, one after the other, in some seconds. It
/// moves money, on the test card only, and puts it back after each case.
public final class Certification {

    private final InstitutionSettings settings;
    private final TestCard card;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /// @param settings with what is said beforehand of what it can do
    /// @param chance must be safe under concurrency
    public Certification(
            InstitutionSettings settings,
            TestCard card,
            InstantSource clock,
            RandomGenerator chance) {
        this.settings = settings;
        this.card = card;
        this.clock = clock;
        this.chance = chance;
    }

    /// How many cases there are.
    public static int size() {
        return Cases.ALL.size();
    }

    /// @param heard is told of each case when it is over
    /// @throws IOException if the institution cannot be reached, or no key of its can be had to
    ///   encrypt the card to; nothing was sent about any card
    public Certificate run(Consumer<CaseResult> heard) throws IOException, InterruptedException {
        var startedAt = clock.instant();
        try (var session = new Session(settings, card, clock, chance)) {
            requireReach(session);
            var results = new ArrayList<CaseResult>();
            var left = new TreeSet<String>();
            for (var each : Cases.ALL) {
                var result = run(each, session, left);
                results.add(result);
                heard.accept(result);
            }
            return new Certificate(
                    settings,
                    results,
                    left.stream().toList(),
                    Duration.between(startedAt, clock.instant()));
        }
    }

    private static void requireReach(Session session) throws IOException, InterruptedException {
        var answer = new Trial(session).lookUp(session.nextId());
        if (!answer.came()) {
            throw new IOException(session.settings().url() + ": " + answer.text());
        }
        if (!session.isReady()) {
            throw new IOException("no key can be had to encrypt the card to: see card-keys");
        }
    }

    /// @param left gets the transfers that are not put back
    private CaseResult run(Case each, Session session, Set<String> left)
            throws InterruptedException {
        var startedAt = clock.instant();
        var trial = new Trial(session);
        var verdict =
                left.isEmpty()
                        ? verdict(each, trial)
                        : new Verdict.NotTried("what an earlier case took is not put back");
        if (verdict instanceof Verdict.Lacking(var lack, _, _)) {
            session.lacks().add(lack);
        }
        for (var id : trial.putBackAll()) {
            left.add(id.toString());
        }
        return new CaseResult(
                each.name(),
                each.promise(),
                each.why(),
                verdict,
                trial.exchanges(),
                Duration.between(startedAt, clock.instant()));
    }

    private static Verdict verdict(Case each, Trial trial) throws InterruptedException {
        try {
            each.script().run(trial);
            return new Verdict.Passed();
        } catch (Unmet unmet) {
            return unmet.verdict();
        }
    }
}
