package org.banktransfer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class HttpAnswerTest {

    private static final String ID = "0123456789abcdeffedcba9876543210";
    private static final String BODY = "{\"id\":\"tr_" + ID + "\",\"status\":\"completed\"}";
    private static final String CREATED =
            "HTTP/1.1 201 Created\r\nDate: today\r\ncontent-LENGTH: "
                    + BODY.length()
                    + "\r\nConnection: keep-alive\r\n\r\n"
                    + BODY;

    private final HttpAnswer answer = new HttpAnswer();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, 10_000})
    void an_answer_is_whole_when_its_last_byte_has_come(int pieces) throws IOException {
        for (int from = 0; from < CREATED.length(); from += pieces) {
            int to = Math.min(from + pieces, CREATED.length());
            assertThat(arrives(CREATED.substring(from, to))).isEqualTo(to == CREATED.length());
        }
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @Test
    void the_transfer_that_is_named_is_found() throws IOException {
        arrives(CREATED);

        assertThat(answer.hasId()).isTrue();
        assertThat(answer.idHalf(0)).isEqualTo(0x0123456789abcdefL);
        assertThat(answer.idHalf(1)).isEqualTo(0xfedcba9876543210L);
    }

    @Test
    void an_answer_may_be_longer_than_the_room_there_was() throws IOException {
        var body = "x".repeat(100_000);
        assertThat(arrives("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body)).isTrue();
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.hasId()).isFalse();
    }

    @Test
    void the_next_answer_begins_anew() throws IOException {
        arrives(CREATED);
        answer.clear();

        assertThat(arrives("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")).isTrue();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
                "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n"
            })
    void what_is_not_understood_is_an_error(String said) {
        assertThatThrownBy(() -> arrives(said)).isInstanceOf(IOException.class);
    }

    private boolean arrives(String piece) throws IOException {
        boolean isWhole = false;
        var bytes = piece.getBytes(US_ASCII);
        for (int from = 0; from < bytes.length; ) {
            var room = answer.room();
            int count = Math.min(room.remaining(), bytes.length - from);
            room.put(bytes, from, count);
            isWhole = answer.arrived(count);
            from += count;
        }
        return isWhole;
    }
}
