package org.banktransfer.service.http;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CardNumber;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells cards apart without keeping their numbers: HMAC-SHA-256 over the institution's name, a
/// zero byte and the number. Without the key a fingerprint cannot be searched back; another key
/// makes every card a new one, so it is kept for good. Safe under concurrency.
public final class CardFingerprints {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /// @param key 32 bytes of chance, the same on every node
    public CardFingerprints(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the card fingerprint key is 32 bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public CardFingerprint of(InstitutionName institution, CardNumber number) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(institution.value().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(number.reveal());
            return new CardFingerprint(HexFormat.of().formatHex(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
