package org.banktransfer.planted.transfer;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The ways to roll dice of one's own.
public final class DrawsChance {

    public Random seeded() {
        return new Random(42);
    }

    public Random secure() {
        return new SecureRandom();
    }

    public RandomGenerator splittable() {
        return new SplittableRandom();
    }

    public long threadLocal() {
        return ThreadLocalRandom.current().nextLong();
    }

    public double math() {
        return Math.random();
    }

    public UUID uuid() {
        return UUID.randomUUID();
    }

    public Supplier<UUID> reference() {
        return UUID::randomUUID;
    }

    public RandomGenerator byDefault() {
        return RandomGenerator.getDefault();
    }

    public RandomGenerator byName() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create();
    }

    public void shuffled(List<String> cards) {
        Collections.shuffle(cards);
    }
}
