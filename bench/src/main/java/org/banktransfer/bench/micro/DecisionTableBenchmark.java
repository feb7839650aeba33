package org.banktransfer.bench.micro;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.DecisionTable;
import org.banktransfer.transfer.Facts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The three look-ups of a transfer that goes well.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionTableBenchmark {

    private static final Money AMOUNT = Money.of(100, "USD");

    private final Facts accepted = facts(new LedgerAnswer.Open(), new CashOutWord.NotSent());
    private final Facts paid =
            facts(new LedgerAnswer.Open(), new CashOutWord.Approved(AMOUNT, "SB1"));
    private final Facts credited =
            facts(new LedgerAnswer.Credited(AMOUNT), new CashOutWord.Approved(AMOUNT, "SB1"));

    private static Facts facts(LedgerAnswer ledger, CashOutWord cashOut) {
        return new Facts(
                ledger,
                cashOut,
                new ReversalWord.NotAsked(),
                Optional.empty(),
                true,
                true,
                true,
                false,
                false);
    }

    @Benchmark
    public void threeSteps(Blackhole steps) {
        steps.consume(DecisionTable.next(accepted));
        steps.consume(DecisionTable.next(paid));
        steps.consume(DecisionTable.next(credited));
    }
}
