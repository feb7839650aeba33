package org.banktransfer.service.postgres.embedded;

import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.JdbcUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A real PostgreSQL beside this process, with every durability setting as PostgreSQL ships it,
/// listening on 127.0.0.1 alone. Its data directory survives: start it there again and all that was
/// acknowledged is there, after whatever crash of the server or of us.
///
/// One process at a time owns a data directory; it starts the server, or adopts the one that a
/// killed predecessor left running. Any other process that starts on the same directory is a guest:
/// it uses the running server and leaves it running. There is never a second server on one
/// directory.
///
/// Safe under concurrency.
public final class EmbeddedPostgres implements AutoCloseable {

    /// Owns schemas; migrates.
    static final String OWNER = "banktransfer_owner";

    /// Runs the service; may do what the migrations grant.
    static final String SERVICE = "banktransfer";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /// How long a fast shutdown may take before it is made an immediate one.
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final Postmaster postmaster;
    private final Administration administration;
    private final @Nullable OwnerLock ownership;

    /// Where and how to run it.
    ///
    /// @param directory holds data, password, log and, unless `binaries` says otherwise, the
    ///   programs
    /// @param binaries where the programs are unpacked, once for all that share it
    /// @param port where to listen; 0 picks a free one
    /// @param startWithin how long a start may take, recovery after a crash included
    public record Settings(Path directory, Path binaries, int port, Duration startWithin) {

        /// A free port, and two minutes: recovery reads at most 2 GiB of log (`max_wal_size`).
        public static Settings in(Path directory) {
            return new Settings(directory, directory.resolve("programs"), 0, Duration.ofMinutes(2));
        }
    }

    private EmbeddedPostgres(
            Postmaster postmaster, Administration administration, @Nullable OwnerLock ownership) {
        this.postmaster = postmaster;
        this.administration = administration;
        this.ownership = ownership;
    }

    /// Returns once the server answers and both databases are there, empty if they are new.
    ///
    /// @throws EmbeddedPostgresFailed with one line that says what is wrong
    public static EmbeddedPostgres start(Settings settings) {
        try {
            Directories.createPrivate(settings.directory());
            var files = new DataDirectory(settings.directory().toRealPath());
            long giveUpAt = System.nanoTime() + settings.startWithin().toNanos();
            while (true) {
                var lock = OwnerLock.tryTake(files.lock());
                if (lock != null) {
                    return asOwner(settings, files, lock);
                }
                var guest = asGuest(files);
                if (guest.isPresent()) {
                    return guest.get();
                }
                if (System.nanoTime() > giveUpAt) {
                    throw new EmbeddedPostgresFailed(
                            "another process holds "
                                    + files.lock()
                                    + ", but its PostgreSQL does not answer");
                }
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresFailed(
                    "cannot use " + settings.directory() + ": " + Directories.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresFailed("interrupted while PostgreSQL started", e);
        }
    }

    private static EmbeddedPostgres asOwner(Settings settings, DataDirectory files, OwnerLock lock)
            throws IOException, InterruptedException {
        try {
            var secrets = Secrets.in(files.secret());
            var binaries = Binaries.unpackedUnder(settings.binaries());
            var postmaster = new ServerStart(settings, files, binaries, secrets).startOrAdopt();
            try {
                var administration = new Administration(postmaster.port(), secrets);
                administration.requireDurability();
                administration.createRoles();
                administration.createDatabase("transfers");
                administration.createDatabase("ledger");
                return new EmbeddedPostgres(postmaster, administration, lock);
            } catch (RuntimeException e) {
                postmaster.stop(STOP_WITHIN);
                throw e;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// @return empty while the owner is still starting the server
    private static Optional<EmbeddedPostgres> asGuest(DataDirectory files) throws IOException {
        try {
            var secrets = Secrets.read(files.secret());
            return Postmaster.on(files.data(), files.clusterName())
                    .map(running ->
                            new EmbeddedPostgres(
                                    running, new Administration(running.port(), secrets), null))
                    .filter(guest -> guest.administration.hasDatabases("transfers", "ledger"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public Database transfers() {
        return administration.database("transfers");
    }

    public Database ledger() {
        return administration.database("ledger");
    }

    /// One more empty database of the same make, for tests that share a server; the one that is
    /// there, if it has been created before.
    ///
    /// @param name lower-case letters, digits and `_`
    public Database createDatabase(String name) {
        administration.createDatabase(name);
        return administration.database(name);
    }

    /// Where it listens, at 127.0.0.1.
    public int port() {
        return postmaster.port();
    }

    /// The process id of the postmaster.
    public long pid() {
        return postmaster.process().pid();
    }

    /// Whether this process owns the server; a guest's `stop` leaves it running.
    public boolean isOwner() {
        return ownership != null;
    }

    /// A login that may do anything, for administration and for tests of what even that may not do.
    JdbcUrl administrator(String database) {
        return administration.url(Administration.SUPERUSER, database);
    }

    /// Ends the server, if this process owns it: running database transactions are rolled back, all
    /// acknowledged ones are kept. Does nothing when called again.
    public void stop() {
        if (ownership == null || !ownership.isHeld()) {
            return;
        }
        try {
            postmaster.stop(STOP_WITHIN);
            ownership.close();
        } catch (IOException e) {
            LOG.warn("could not stop PostgreSQL, process {}: {}", pid(), Directories.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// What stands where in the directory.
    record DataDirectory(Path root) {

        Path data() {
            return root.resolve("data");
        }

        Path lock() {
            return root.resolve("owner.lock");
        }

        Path secret() {
            return root.resolve("secret");
        }

        Path log() {
            return root.resolve("postgres.log");
        }

        /// Stands in the title of each of the server's processes, so they can be told from any
        /// other's.
        String clusterName() {
            return "banktransfer-" + Integer.toHexString(root.toString().hashCode());
        }
    }
}
