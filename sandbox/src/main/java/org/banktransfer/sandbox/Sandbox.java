package org.banktransfer.sandbox;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.http.Doors;
import org.banktransfer.sandbox.http.HttpEdge;
import org.banktransfer.sandbox.keys.CardKeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/// The institution, put together: books and keys in a directory, a dial, and doors before them.
public final class Sandbox implements AutoCloseable {

    private final FileLock lock;
    private final Books books;
    private final Later later;
    private final HttpEdge edge;

    private Sandbox(FileLock lock, Books books, Later later, HttpEdge edge) {
        this.lock = lock;
        this.books = books;
        this.later = later;
        this.edge = edge;
    }

    /// Opens the books and listens.
    ///
    /// @param requestsKept how many requests the request log remembers
    /// @throws IllegalStateException if another process has these books open
    public static Sandbox open(
            Path data, Doors doors, Dial dial, InstantSource clock, int requestsKept) {
        var lock = lock(data);
        System.setProperty("org.sqlite.tmpdir", emptied(data.resolve("native")).toString());
        var books = Books.open(data, clock);
        var later = new Later();
        var edge =
                HttpEdge.serve(doors, books, CardKeys.open(data), dial, later, clock, requestsKept);
        return new Sandbox(lock, books, later, edge);
    }

    /// Where the database driver unpacks its native code. A killed process leaves its copy behind,
    /// and the driver would not dare to remove it; whoever holds the lock knows that nobody uses
    /// it.
    private static Path emptied(Path directory) {
        try {
            Files.createDirectories(directory);
            try (var left = Files.newDirectoryStream(directory)) {
                for (var file : left) {
                    Files.delete(file);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Two processes on the same books would number statement lines twice.
    private static FileLock lock(Path data) {
        try {
            Files.createDirectories(data);
            var channel =
                    FileChannel.open(
                            data.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                throw new IllegalStateException("another sandbox is running on " + data);
            }
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port in use.
    public int port() {
        return edge.port();
    }

    /// The port in use for TLS; below zero if there is none.
    public int securePort() {
        return edge.securePort();
    }

    /// Stops listening, finishes what is under way, closes the books.
    @Override
    public void close() {
        edge.close();
        later.close();
        books.close();
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
