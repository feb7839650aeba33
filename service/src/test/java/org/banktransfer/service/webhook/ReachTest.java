package org.banktransfer.service.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Where webhooks may go, and where they may not.
class ReachTest {

    private static final Reach STRICT = new Reach(false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/hooks?a=b",
                "https://203.0.114.1/",
                "https://[2606:4700::1111]:8443/x",
                "http://localhost:9000/hooks",
                "http://127.0.0.1:9000",
                "http://[::1]/"
            })
    void what_everybody_can_reach_is_allowed_and_this_machine_where_the_url_says_so(String url) {
        assertThat(STRICT.whyNot(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example/hooks",
                "http://127.0.0.1.nip.example/",
                "ftp://shop.example/",
                "https://user:word@shop.example/",
                "https://shop.example/#part",
                "https:///nowhere",
                "https://shop.example/\r\nHost: other",
                "shop.example",
                "",
                "https://10.0.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/",
                "https://0.0.0.0/",
                "https://255.255.255.255/",
                "https://224.0.0.1/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[64:ff9b::a00:1]/",
                "https://[2002:a00:1::]/",
                "https://[2001:0:a00:1::]/"
            })
    void what_is_private_or_not_secure_is_refused(String url) {
        assertThat(STRICT.whyNot(url)).isPresent();
    }

    @Test
    void settings_open_it_further() {
        assertThat(new Reach(true, false).whyNot("http://shop.example/")).isEmpty();
        assertThat(new Reach(true, false).whyNot("http://10.0.0.1/")).isPresent();
        assertThat(new Reach(false, true).whyNot("https://10.0.0.1/")).isEmpty();
        assertThat(new Reach(false, true).whyNot("http://10.0.0.1/")).isPresent();
    }

    /// The name is harmless to look at; what it means is known only when it is looked up.
    @Test
    void a_name_that_means_a_private_address_is_not_connected_to() {
        assertThat(STRICT.allows("shop.example", InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(STRICT.allows("shop.example", InetAddress.ofLiteral("10.1.2.3"))).isFalse();
        assertThat(STRICT.allows("shop.example", InetAddress.ofLiteral("203.0.114.1"))).isTrue();

        var heard =
                Post.send(
                        STRICT,
                        URI.create("http://10.255.255.1/"),
                        Map.of(),
                        new byte[0],
                        Duration.ofSeconds(20));
        assertThat(heard)
                .isEqualTo(
                        new Post.Heard.Nothing("its address is not one that everybody can reach"));
    }
}
