package org.banktransfer.service.http;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CardNumber;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells cards apart without keeping their numbers: HMAC-SHA-256 over the institution's name, a
/// zero byte and the number. Without the key a fingerprint cannot be searched back; another key
/// makes every card a new one, so while one key takes the place of another there are two (decision
/// 0012). Safe under concurrency.
public final class CardFingerprints {

    private static final String ALGORITHM = "HmacSHA256";

    private final Digest first;
    private final Optional<Digest> other;

    /// By one key, which has no id.
    ///
    /// @param key 32 bytes of chance, the same on every node
    public CardFingerprints(byte[] key) {
        this(List.of(new FingerprintKey("", key)));
    }

    /// @param keys one, or two: the one that cards are written down by, and one that they are
    ///   looked for by as well
    public CardFingerprints(List<FingerprintKey> keys) {
        if (keys.isEmpty() || keys.size() > 2) {
            throw new IllegalArgumentException(keys.size() + " card fingerprint keys");
        }
        first = Digest.by(keys.getFirst());
        other = keys.stream().skip(1).findFirst().map(Digest::by);
    }

    public CardFingerprint of(InstitutionName institution, CardNumber number) {
        return new CardFingerprint(
                first.of(institution, number), other.map(digest -> digest.of(institution, number)));
    }

    /// @param prefix the key's id and a colon, if it has one
    private record Digest(String prefix, SecretKeySpec key) {

        static Digest by(FingerprintKey key) {
            return new Digest(
                    key.id().isEmpty() ? "" : key.id() + ":",
                    new SecretKeySpec(key.bytes(), ALGORITHM));
        }

        String of(InstitutionName institution, CardNumber number) {
            try {
                var mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                mac.update(institution.value().getBytes(StandardCharsets.US_ASCII));
                mac.update((byte) 0);
                mac.update(number.reveal());
                return prefix + HexFormat.of().formatHex(mac.doFinal());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }
    }
}
