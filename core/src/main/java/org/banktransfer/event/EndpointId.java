package org.banktransfer.event;

import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A webhook endpoint's name, written `we_` and 32 lower-case hexadecimal digits.
public record EndpointId(UUID value) {

    private static final Pattern WRITTEN = Pattern.compile("we_[0-9a-f]{32}");

    /// A new id.
    public static EndpointId next(RandomGenerator chance) {
        return new EndpointId(new UUID(chance.nextLong(), chance.nextLong()));
    }

    /// @throws IllegalArgumentException if the text is not a written endpoint id
    public static EndpointId parse(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            throw new IllegalArgumentException("an endpoint id is we_ and 32 hexadecimal digits");
        }
        return new EndpointId(
                new UUID(
                        Long.parseUnsignedLong(written, 3, 19, 16),
                        Long.parseUnsignedLong(written, 19, 35, 16)));
    }

    @Override
    public String toString() {
        return "we_" + value.toString().replace("-", "");
    }
}
