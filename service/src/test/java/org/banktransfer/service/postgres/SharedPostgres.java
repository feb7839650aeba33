package org.banktransfer.service.postgres;

import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// One real, durable PostgreSQL for all tests of this JVM, started when first asked for, ended and
/// deleted with the JVM. Each test class takes fresh databases on it.
public final class SharedPostgres {

    /// Unpacked once for all test runs.
    public static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

    /// Long, so that a busy build machine is not taken for a dead server.
    static final DatabaseSettings PATIENT =
            new DatabaseSettings(
                    10,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10));

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private SharedPostgres() {}

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();
    }

    public static EmbeddedPostgres server() {
        return Holder.SERVER;
    }

    private static EmbeddedPostgres start() {
        try {
            var directory = Files.createTempDirectory("banktransfer-test-");
            var server =
                    EmbeddedPostgres.start(
                            new EmbeddedPostgres.Settings(
                                    directory, PROGRAMS, 0, Duration.ofMinutes(2)));
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                server.stop();
                                deleteTree(directory);
                            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A fresh, empty database.
    static Database empty() {
        return server().createDatabase("test_" + NEXT.getAndIncrement());
    }

    /// A fresh database with the schema of that location.
    static Database fresh(String location) {
        try {
            var database = empty();
            Migrations.run(database, location, PATIENT);
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The service's connections to a fresh database with the schema of that location.
    static Connections connections(String location) {
        return new Connections("test", fresh(location).service(), PATIENT);
    }

    public static void deleteTree(Path directory) {
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path visited, @Nullable IOException failed) throws IOException {
                            Files.delete(visited);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
