package org.banktransfer.sandbox.keys;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwk.Use;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The key pairs that cards are encrypted to, newest first, kept in one file of the data directory.
/// Callers are meant to take the first; all are opened until they are retired.
///
/// Safe from any thread. Changes are guarded by this; readers see the last change that is on disk.
public final class CardKeys {

    /// What a key is made for.
    public enum Kind {
        RSA(KeyManagementAlgorithmIdentifiers.RSA_OAEP_256),
        EC(KeyManagementAlgorithmIdentifiers.ECDH_ES);

        private final String algorithm;

        Kind(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    /// What came of opening an encrypted card.
    public sealed interface Opened {

        /// It was for us, and this is what was encrypted. Whoever reads it wipes it.
        @SuppressWarnings("ArrayRecordComponent") // Wiped, so it must be the array itself.
        record Plaintext(byte[] bytes) implements Opened {}

        /// It names a key that we do not have, or have no more.
        record UnknownKey() implements Opened {}

        /// It is not as the contract has it, or was tampered with.
        record Unreadable() implements Opened {}
    }

    private static final String FILE = "card-keys.json";
    private static final int RSA_BITS = 2048;

    private static final AlgorithmConstraints CONTENT =
            new AlgorithmConstraints(
                    ConstraintType.PERMIT, ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);

    /// RFC 7515 lets a media type go without its `application/`.
    private static final Set<String> JSON = Set.of("application/json", "json");

    private final SecureRandom chance = new SecureRandom();
    private final Path file;
    private volatile List<PublicJsonWebKey> keys;

    private CardKeys(Path file, List<PublicJsonWebKey> keys) {
        this.file = file;
        this.keys = keys;
    }

    /// Reads the keys, or makes a first one, of P-256.
    ///
    /// @throws IllegalStateException if the file is not what was written to it
    public static CardKeys open(Path data) {
        var file = data.resolve(FILE);
        try {
            if (Files.exists(file)) {
                return new CardKeys(file, read(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(file + " holds no keys", e);
        }
        var keys = new CardKeys(file, List.of());
        keys.make(Kind.EC);
        return keys;
    }

    private static List<PublicJsonWebKey> read(String json) throws JoseException {
        return new JsonWebKeySet(json)
                .getJsonWebKeys().stream().map(PublicJsonWebKey.class::cast).toList();
    }

    /// The public halves, newest first, as RFC 7517 writes a set.
    public String published() {
        return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /// Makes a key that is the first from now on.
    ///
    /// @return its id
    public synchronized String make(Kind kind) {
        var made = generated(kind);
        var id = HexFormat.of().toHexDigits(chance.nextInt());
        made.setKeyId(id);
        made.setUse(Use.ENCRYPTION);
        made.setAlgorithm(kind.algorithm);
        var all = new ArrayList<PublicJsonWebKey>();
        all.add(made);
        all.addAll(keys);
        keep(all);
        return id;
    }

    /// Forgets a key for good. What is encrypted to it is opened no more.
    ///
    /// @return whether there was such a key
    public synchronized boolean retire(String id) {
        var left = keys.stream().filter(key -> !id.equals(key.getKeyId())).toList();
        if (left.size() == keys.size()) {
            return false;
        }
        keep(left);
        return true;
    }

    /// Opens a compact JWE (RFC 7516). Nothing of it, opened or not, is in any exception.
    public Opened open(String compact) {
        try {
            var sealed = new JsonWebEncryption();
            sealed.setContentEncryptionAlgorithmConstraints(CONTENT);
            sealed.setCompactSerialization(compact);
            var id = sealed.getKeyIdHeaderValue();
            if (id == null) {
                return new Opened.Unreadable();
            }
            var named = keys.stream().filter(key -> key.getKeyId().equals(id)).findFirst();
            if (named.isEmpty()) {
                return new Opened.UnknownKey();
            }
            var key = named.get();
            if (!isOfTheContract(sealed, key)) {
                return new Opened.Unreadable();
            }
            sealed.setAlgorithmConstraints(
                    new AlgorithmConstraints(ConstraintType.PERMIT, key.getAlgorithm()));
            sealed.setKey(key.getPrivateKey());
            return new Opened.Plaintext(sealed.getPlaintextBytes());
        } catch (JoseException | IllegalArgumentException | ClassCastException e) {
            return new Opened.Unreadable();
        }
    }

    private static boolean isOfTheContract(JsonWebEncryption sealed, PublicJsonWebKey key) {
        return key.getAlgorithm().equals(sealed.getAlgorithmHeaderValue())
                && JSON.contains(Objects.requireNonNullElse(sealed.getHeader("cty"), ""))
                // RFC 7516, 5.2, step 10: a key agreed on is not sent, and what is there was put
                // there.
                && (key instanceof RsaJsonWebKey || sealed.getEncryptedKey().length == 0)
                // What is compressed tells its length by its content, and may open to gigabytes.
                && sealed.getHeader("zip") == null;
    }

    private static PublicJsonWebKey generated(Kind kind) {
        try {
            return switch (kind) {
                case RSA -> RsaJwkGenerator.generateJwk(RSA_BITS);
                case EC -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            };
        } catch (JoseException e) {
            throw new IllegalStateException("this Java makes no " + kind + " keys", e);
        }
    }

    /// On disk before it is published: a key that is published and lost opens nothing.
    private void keep(List<PublicJsonWebKey> changed) {
        var json = new JsonWebKeySet(changed).toJson(OutputControlLevel.INCLUDE_PRIVATE);
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            var draft = Files.createTempFile(file.getParent(), FILE, ".new", owner);
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys = List.copyOf(changed);
    }
}
