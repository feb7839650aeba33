package org.banktransfer.bench.micro;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.service.http.CardFingerprints;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/// The fingerprint of one card.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FingerprintBenchmark {

    private final CardFingerprints fingerprints = new CardFingerprints(new byte[32]);
    private final InstitutionName institution = new InstitutionName("sandbox");
    private final CardNumber number = new CardNumber("6034932528973614");

    @Benchmark
    public CardFingerprint fingerprint() {
        return fingerprints.of(institution, number);
    }
}
