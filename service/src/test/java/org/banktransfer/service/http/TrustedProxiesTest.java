package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.banktransfer.service.http.TrustedProxies.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

class TrustedProxiesTest {

    private static final String OURS = "10.0.0.0/8, 192.0.2.1,2001:db8:1::/48";

    private static String clientOf(TrustedProxies proxies, String peer, String name, String lines) {
        var all = Arrays.stream(lines.split("\\|", -1)).filter(line -> !line.isEmpty()).toList();
        return proxies.clientOf(
                        InetAddress.ofLiteral(peer),
                        asked -> asked.equalsIgnoreCase(name) ? all : List.of())
                .getHostAddress();
    }

    /// Lines of a header stand apart by `|`.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    203.0.113.9 ; 198.51.100.1                         ; 203.0.113.9
                    10.1.2.3    ; 198.51.100.1                         ; 198.51.100.1
                    10.1.2.3    ; ''                                   ; 10.1.2.3
                    10.1.2.3    ; 6.6.6.6, 198.51.100.1                ; 198.51.100.1
                    10.1.2.3    ; 198.51.100.1, 10.9.9.9               ; 198.51.100.1
                    10.1.2.3    ; 6.6.6.6|198.51.100.1|192.0.2.1       ; 198.51.100.1
                    10.1.2.3    ; 10.9.9.9, 10.9.9.8                   ; 10.9.9.9
                    10.1.2.3    ; 6.6.6.6, nonsense                    ; 10.1.2.3
                    10.1.2.3    ; 6.6.6.6, www.example.com, 10.0.0.2   ; 10.0.0.2
                    10.1.2.3    ; 198.51.100.1:4711                    ; 198.51.100.1
                    192.0.2.2   ; 198.51.100.1                         ; 192.0.2.2
                    2001:db8:1::5 ; 2001:db8:2::7                      ; 2001:db8:2:0:0:0:0:7
                    2001:db8:1::5 ; [2001:db8:2::7]:443                ; 2001:db8:2:0:0:0:0:7
                    2001:db8:2::5 ; 198.51.100.1                       ; 2001:db8:2:0:0:0:0:5
                    """)
    void the_nearest_address_that_is_no_proxy_of_ours_counts(
            String peer, String lines, String client) {
        var proxies = TrustedProxies.of(OURS, Header.X_FORWARDED_FOR);

        assertThat(clientOf(proxies, peer, "x-forwarded-for", lines)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    for=198.51.100.1                                      ; 198.51.100.1
                    'for=6.6.6.6, For="198.51.100.1:80";proto=https;by=x' ; 198.51.100.1
                    'proto=https;for="[2001:db8:2::7]:443"'               ; 2001:db8:2:0:0:0:0:7
                    for=_hidden                                           ; 10.1.2.3
                    proto=https                                           ; 10.1.2.3
                    for=                                                  ; 10.1.2.3
                    for="[                                                ; 10.1.2.3
                    """)
    void the_header_of_the_rfc_is_read_where_it_is_the_one(String line, String client) {
        var proxies = TrustedProxies.of(OURS, Header.FORWARDED);

        assertThat(clientOf(proxies, "10.1.2.3", "Forwarded", line)).isEqualTo(client);
    }

    /// A proxy that writes one passes the other on as the client wrote it.
    @Test
    void the_other_header_is_not_looked_at() {
        var proxies = TrustedProxies.of(OURS, Header.X_FORWARDED_FOR);

        assertThat(clientOf(proxies, "10.1.2.3", "Forwarded", "for=198.51.100.1"))
                .isEqualTo("10.1.2.3");
    }

    @Test
    void nobody_is_trusted_unless_told() {
        assertThat(clientOf(TrustedProxies.NONE, "127.0.0.1", "X-Forwarded-For", "198.51.100.1"))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x"})
    void what_is_no_address_is_refused(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(written, Header.FORWARDED));
    }

    /// Whoever has one address of an IPv6 network has them all.
    @Test
    void an_address_of_the_new_kind_counts_with_its_whole_network() {
        assertThat(address("2001:db8:2:7::1")).isEqualTo(address("2001:db8:2:7:ffff::2"));
        assertThat(address("2001:db8:2:7::1")).isNotEqualTo(address("2001:db8:2:8::1"));
        assertThat(address("198.51.100.1")).isNotEqualTo(address("198.51.100.2"));
        assertThat(address("127.0.0.1").isHere()).isTrue();
        assertThat(address("::1").isHere()).isTrue();
        assertThat(address("10.0.0.1").isHere()).isFalse();
    }

    private static Address address(String literal) {
        return Address.of(InetAddress.ofLiteral(literal));
    }
}
