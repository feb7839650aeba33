package org.banktransfer.service.chaos;

import org.banktransfer.service.chaos.Wish.Told;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Every wish and every answer anybody ever got, kept and written down. Safe under concurrency.
final class Memory implements AutoCloseable {

    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder unanswered = new LongAdder();
    private final BufferedWriter file;

    /// @param file gets a line for every answer
    Memory(Path file) {
        try {
            this.file = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wish add(Wish wish) {
        wishes.add(wish);
        return wish;
    }

    Collection<Wish> wishes() {
        return List.copyOf(wishes);
    }

    void write(Wish wish, Told told) {
        answers.computeIfAbsent(told.status() + " " + told.word(), _ -> new LongAdder())
                .increment();
        var line =
                "{\"sent_at\":%d,\"heard_at\":%d,\"heard\":\"%s\",\"customer\":\"%s\",\"key\":\"%s\",\"last4\":\"%s\",\"question\":\"%s\",\"status\":%d,\"word\":\"%s\",\"id\":\"%s\",\"amount\":%s,\"reason\":\"%s\"}%n"
                        .formatted(
                                told.sentAt(),
                                told.heardAt(),
                                told.heard(),
                                wish.customer(),
                                wish.key(),
                                wish.card().number().substring(12),
                                told.question(),
                                told.status(),
                                told.word(),
                                told.id(),
                                told.amountMinor().map(String::valueOf).orElse("null"),
                                told.reason());
        synchronized (file) {
            try {
                file.write(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void unanswered() {
        unanswered.increment();
    }

    /// How many questions got no answer.
    long unansweredCount() {
        return unanswered.sum();
    }

    /// How often each answer was given.
    Map<String, Long> answers() {
        var counts = new TreeMap<String, Long>();
        answers.forEach((answer, count) -> counts.put(answer, count.sum()));
        return counts;
    }

    @Override
    public void close() {
        synchronized (file) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
