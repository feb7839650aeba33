package org.banktransfer.sandbox.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Turns secrets into something that can be compared and not read back: HMAC-SHA256 under a key of
/// this institution's own, cut to 128 bits. Safe from any thread.
public final class Seal {

    private final Mac keyed;

    /// @param key at least 32 random bytes, the same for as long as sealed values are kept
    public Seal(byte[] key) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot compute HmacSHA256", e);
        }
    }

    /// The seal over the parts in this order. No part contains a zero character, so no two lists of
    /// parts run together into the same text.
    public String over(String... parts) {
        var text = String.join("\0", parts);
        byte[] digest = fresh().doFinal(text.getBytes(UTF_8));
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16));
    }

    /// A Mac works for one thread at a time; a copy of a keyed one is cheaper than keying another.
    private Mac fresh() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java cannot copy a keyed HmacSHA256", e);
        }
    }
}
