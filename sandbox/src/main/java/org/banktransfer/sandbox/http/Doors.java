package org.banktransfer.sandbox.http;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Where the institution listens, and what it takes there.
///
/// @param plain the contract and the admin API, without TLS; port 0 takes a free one
/// @param secure the contract alone, by TLS, if it is offered
/// @param cardsInPlain whether `card` is taken beside `card_jwe`
public record Doors(InetSocketAddress plain, @Nullable Secure secure, boolean cardsInPlain) {

    /// A door with TLS.
    ///
    /// @param address port 0 takes a free one
    /// @param certificate PEM: the institution's own, and what leads up to its CA
    /// @param key PEM (PKCS #8), without a password
    /// @param clientCa PEM: who vouches for callers; without it anybody may call
    public record Secure(
            InetSocketAddress address, Path certificate, Path key, @Nullable Path clientCa) {}

    /// Everything at one address of any port, without TLS.
    public static Doors at(InetSocketAddress plain) {
        return new Doors(plain, null, true);
    }
}
