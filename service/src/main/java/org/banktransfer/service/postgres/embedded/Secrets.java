package org.banktransfer.service.postgres.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The passwords of the embedded server's roles, each derived from one secret that is drawn once
/// and kept in a file only its owner may read. Knowing one password tells nothing of another.
final class Secrets {

    private static final int SECRET_BYTES = 32;

    private final byte[] secret;

    private Secrets(byte[] secret) {
        this.secret = secret;
    }

    /// Reads the file, or makes it. Only the holder of the data directory's lock may call it.
    static Secrets in(Path file) throws IOException {
        if (!Files.exists(file)) {
            var drawn = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(drawn);
            writeWhole(file, HexFormat.of().formatHex(drawn));
        }
        return read(file);
    }

    static Secrets read(Path file) throws IOException {
        return new Secrets(HexFormat.of().parseHex(Files.readString(file, US_ASCII).strip()));
    }

    /// @return 64 hexadecimal digits
    String passwordOf(String role) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(role.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// A crash leaves the file as it was or as it shall be, never in between.
    static void writeWhole(Path file, String text) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var out =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
