package org.banktransfer.service.postgres;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What it costs to be gathered into a batch and told an answer, with work that takes no time:
/// alone, and among 64 at once. Throughput, because those at once wait for each other.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BatcherBenchmark {

    private static final int WORKERS = 2;

    private final Batcher<Integer, Integer> batcher =
            new Batcher<>("benchmark", WORKERS, Duration.ofSeconds(2), List::copyOf);

    @TearDown
    public void close() {
        batcher.close();
    }

    @Benchmark
    @Threads(1)
    public int alone() throws SQLException {
        return batcher.ask(1);
    }

    @Benchmark
    @Threads(64)
    public int amongMany() throws SQLException {
        return batcher.ask(1);
    }
}
