package org.banktransfer.service.http;

import java.util.regex.Pattern;

/// A key of the card fingerprints. Shows itself to nobody by accident.
public final class FingerprintKey {

    public static final int LENGTH = 32;

    private static final Pattern ID = Pattern.compile("[a-z0-9]{0,8}");

    private final String id;
    private final byte[] bytes;

    /// @param id up to 8 small letters and digits; empty for the key of before there were ids
    /// @param bytes 32 of chance
    /// @throws IllegalArgumentException if it is neither
    public FingerprintKey(String id, byte[] bytes) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a key's id is 1 to 8 small letters and digits");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("the card fingerprint key is 32 bytes");
        }
        this.id = id;
        this.bytes = bytes.clone();
    }

    /// Stands before each digest by this key.
    public String id() {
        return id;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "[key " + id + "]";
    }
}
