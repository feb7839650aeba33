package org.banktransfer.service.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/// PostgreSQL's programs, unpacked once from the archive on the class path.
///
/// @param home holds `bin`, `lib` and `share`
record Binaries(Path home) {

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /// Unpacks the programs under `cache`, unless that archive has been unpacked there before.
    /// Several processes may do so at once: each unpacks beside the final place and then renames,
    /// so that place holds all or nothing.
    ///
    /// @throws EmbeddedPostgresFailed if there are none for this machine, or no space
    static Binaries unpackedUnder(Path cache) {
        var archive = archiveForThisMachine();
        try {
            var home = cache.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, cache, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresFailed(
                    "cannot unpack PostgreSQL into " + cache + ": " + Directories.reason(e), e);
        }
    }

    private static URL archiveForThisMachine() {
        var system = System.getProperty("os.name", "");
        var machine = System.getProperty("os.arch", "");
        var name =
                switch (machine.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
                    case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
                    default -> "";
                };
        var archive =
                system.equals("Linux") && !name.isEmpty() ? Binaries.class.getResource(name) : null;
        if (archive == null) {
            throw new EmbeddedPostgresFailed(
                    "no PostgreSQL comes with this program for "
                            + system
                            + " on "
                            + machine
                            + "; name one of yours in store.url and ledger.url");
        }
        return archive;
    }

    /// Tells one release's archive from another's without reading it where the jar's directory
    /// knows.
    private static String fingerprint(URL archive) throws IOException {
        var sum = new CRC32();
        var connection = archive.openConnection();
        long known = -1;
        if (connection instanceof JarURLConnection jar) {
            known = jar.getJarEntry().getCrc();
        }
        if (known < 0) {
            try (var in = archive.openStream()) {
                sum.update(in.readAllBytes());
            }
            known = sum.getValue();
        }
        return HexFormat.of().toHexDigits(known, 8);
    }

    private static void unpack(URL archive, Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        var beside = Files.createTempDirectory(cache, "unpacking-");
        try {
            try (var in = archive.openStream();
                    var tar =
                            new TarArchiveInputStream(
                                    new XZCompressorInputStream(new BufferedInputStream(in)),
                                    UTF_8.name())) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(entry, tar, beside);
                }
            }
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
            syncToDisk(beside);
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another process was faster.
        } finally {
            Directories.deleteTree(beside);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path into)
            throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("the archive holds a file outside itself");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        var mode = (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x";
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
    }

    /// Without it a power cut soon after could leave the directory with empty programs in it. One
    /// call for the file system, as one for each of a thousand small files takes seconds.
    private static void syncToDisk(Path directory) throws IOException {
        try {
            var sync =
                    new ProcessBuilder("sync", "-f", directory.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!sync.waitFor(1, TimeUnit.MINUTES)) {
                sync.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
