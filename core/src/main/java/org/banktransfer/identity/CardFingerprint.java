package org.banktransfer.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells whether two requests name the same card at the same institution, without the number: a
/// keyed HMAC-SHA-256 of both. The PIN is in no digest.
///
/// While one key takes the place of another, a card has a digest by each. It is written down by the
/// first and looked for by both: two fingerprints that share a digest are of the same card.
///
/// @param value 64 lower-case hexadecimal digits, after the key's id and a colon if the key has one
/// @param other the same by another key, while two are in use
public record CardFingerprint(String value, Optional<String> other) {

    private static final Pattern SHAPE = Pattern.compile("([a-z0-9]{1,8}:)?[0-9a-f]{64}");
    private static final String WORDS =
            "64 lower-case hexadecimal digits, after a key's id and a colon if it has one";

    public CardFingerprint {
        Names.check("a card fingerprint", SHAPE, value, WORDS);
        other.ifPresent(digest -> Names.check("a card fingerprint", SHAPE, digest, WORDS));
        if (other.isPresent() && keyId(value).equals(keyId(other.get()))) {
            throw new IllegalArgumentException("two card fingerprints by one key");
        }
    }

    /// By the only key in use.
    public CardFingerprint(String value) {
        this(value, Optional.empty());
    }

    /// One, or two; the one to write down first.
    public List<String> digests() {
        return other.map(digest -> List.of(value, digest)).orElseGet(() -> List.of(value));
    }

    /// Whether nothing tells the two cards apart. A key that both have a digest by tells for sure;
    /// without one in common, nothing does.
    public boolean mayBe(CardFingerprint that) {
        var theirs = that.digests();
        if (digests().stream().anyMatch(theirs::contains)) {
            return true;
        }
        var theirKeys = theirs.stream().map(CardFingerprint::keyId).toList();
        return digests().stream().map(CardFingerprint::keyId).noneMatch(theirKeys::contains);
    }

    private static String keyId(String digest) {
        return digest.substring(0, Math.max(0, digest.indexOf(':')));
    }

    @Override
    public String toString() {
        return value;
    }
}
