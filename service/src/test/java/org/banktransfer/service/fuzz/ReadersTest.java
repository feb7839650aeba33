package org.banktransfer.service.fuzz;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Base64;
import java.util.Random;

/// Each reader meets its corpus and what is near it. A million inputs, led by what they reach, are
/// for [Fuzz].
class ReadersTest {

    private static final int INPUTS = 1_000;

    /// For those with a socket between.
    private static final int EXCHANGES = 200;

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_128L);

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whatever_comes_is_read_or_refused_as_documented_and_never_repeated(Reader reader)
            throws Exception {
        var corpus = reader.corpus();
        var mutations = new Mutations(corpus, new Random(SEED));
        int inputs =
                switch (reader) {
                    case REQUEST, HTTP_ANSWER -> EXCHANGES;
                    default -> INPUTS;
                };
        try (var target = reader.open()) {
            for (var input : corpus) {
                read(target, input);
            }
            for (int i = 0; i < inputs; i++) {
                read(target, mutations.next());
            }
        }
    }

    private static void read(Target target, byte[] input) {
        try {
            target.read(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            var text = Base64.getEncoder().encodeToString(input);
            throw new AssertionError("seed " + SEED + ", input in Base64: " + text, e);
        }
    }
}
