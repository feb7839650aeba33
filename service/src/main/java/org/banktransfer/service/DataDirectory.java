package org.banktransfer.service;

import org.banktransfer.service.http.FingerprintKey;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.banktransfer.service.settings.InvalidSettings;
import org.banktransfer.service.settings.Settings.Databases;
import org.banktransfer.service.webhook.Secrets;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// The databases, wherever they are: the embedded PostgreSQL of a data directory, started or
/// joined, or external ones.
///
/// @param embedded the server to stop in the end, if there is one
record DataDirectory(Database store, Database ledger, Optional<EmbeddedPostgres> embedded)
        implements AutoCloseable {

    private static final int KEY_LENGTH = 32;
    private static final String KEY_FILE = "card-fingerprint.key";
    private static final String WEBHOOK_KEY_FILE = "webhook.key";

    /// @throws RuntimeException with one line, if the embedded server does not start
    static DataDirectory open(Databases databases) {
        return switch (databases) {
            case Databases.External(var store, var ledger) ->
                    new DataDirectory(store, ledger, Optional.empty());
            case Databases.Embedded(var directory) -> {
                var server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory));
                yield new DataDirectory(server.transfers(), server.ledger(), Optional.of(server));
            }
        };
    }

    /// The keys of the card fingerprints: those that were set, else the one the data directory
    /// keeps, made at first use. Nodes that share the directory share the key.
    ///
    /// @throws InvalidSettings if it is neither set nor kept, or cannot be read
    static List<FingerprintKey> fingerprintKeys(List<FingerprintKey> set, Databases databases) {
        if (!set.isEmpty()) {
            return set;
        }
        if (!(databases instanceof Databases.Embedded(var directory))) {
            throw new InvalidSettings("setting card-fingerprint-key: is required");
        }
        return List.of(new FingerprintKey("", kept(directory.resolve(KEY_FILE))));
    }

    /// Of what the secrets of webhook endpoints are made: what was set, else what the data
    /// directory keeps, made at first use; empty if there is neither.
    ///
    /// @throws InvalidSettings if it cannot be read
    static Optional<Secrets> webhookSecrets(Optional<Secrets> set, Databases databases) {
        return set.or(() ->
                switch (databases) {
                    case Databases.External _ -> Optional.empty();
                    case Databases.Embedded(var directory) ->
                            Optional.of(new Secrets(kept(directory.resolve(WEBHOOK_KEY_FILE))));
                });
    }

    private static byte[] kept(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            var bytes = Files.readAllBytes(file);
            if (bytes.length != KEY_LENGTH) {
                throw new InvalidSettings(file + " does not hold 32 bytes; restore it from backup");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidSettings("cannot read " + file + ": " + e.getMessage());
        }
    }

    /// All or nothing, and the first of several nodes wins: half a key, or two, would make one card
    /// look like two.
    private static void make(Path file) throws IOException {
        var bytes = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(bytes);
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var draft =
                Files.createTempFile(
                        file.getParent(), file.getFileName().toString(), ".new", owner);
        try {
            Files.write(draft, bytes);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another node was first; its key is the one.
        } finally {
            Files.delete(draft);
        }
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
