package org.banktransfer.service.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.slf4j.LoggerFactory;

/// A reader, ready to be given anything.
@FunctionalInterface
public interface Target extends AutoCloseable {

    /// Lets it read, and returns if it did what it promises. Whatever is thrown is a fault of ours.
    void read(byte[] input) throws Exception;

    @Override
    default void close() {}

    /// The same, while the log says nothing of what this class meets.
    default Target unlogged(Class<?> by) {
        var log = (Logger) LoggerFactory.getLogger(by);
        log.setLevel(Level.OFF);
        return new Target() {

            @Override
            public void read(byte[] input) throws Exception {
                Target.this.read(input);
            }

            @Override
            public void close() {
                log.setLevel(null);
                Target.this.close();
            }
        };
    }
}
