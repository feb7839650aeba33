package org.banktransfer.service.settings;

/// The key of the card fingerprints: 32 bytes. Shows itself to nobody by accident.
public final class FingerprintKey {

    public static final int LENGTH = 32;

    private final byte[] bytes;

    /// @throws IllegalArgumentException if it is not 32 bytes
    public FingerprintKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a key has " + LENGTH + " bytes");
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
