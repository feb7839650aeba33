package org.banktransfer.service.http;

import java.net.InetAddress;
import java.util.HexFormat;

/// Where a request comes from, as far as it is limited: an IPv4 address, or the /64 of an IPv6
/// address, of which whoever has one has all.
///
/// @param isHere it is this machine itself
record Address(String text, boolean isHere) {

    private static final int NETWORK_BYTES = 8;

    static Address of(InetAddress address) {
        var bytes = address.getAddress();
        int counted = Math.min(bytes.length, NETWORK_BYTES);
        return new Address(
                HexFormat.of().formatHex(bytes, 0, counted), address.isLoopbackAddress());
    }
}
