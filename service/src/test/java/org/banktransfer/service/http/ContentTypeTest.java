package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.atomic.AtomicLong;

class ContentTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON ; charset=\"UTF-8\"",
                "application/json;charset=utf-8;",
                "application/json ; ",
            })
    void json_is_known_however_it_is_written(String written) {
        assertThat(ContentType.isJson(written)).isTrue();
    }

    /// As long as the server lets a header be, it would take a second of a processor otherwise.
    @Test
    void a_header_of_blanks_takes_no_longer_to_refuse_than_to_read() {
        var read = new AtomicLong();
        var written = "application/json" + " ".repeat(16_000) + "x";

        assertThat(ContentType.isJson(new Counted(written, read))).isFalse();

        assertThat(read.get()).isLessThan(5L * written.length());
    }

    private record Counted(String text, AtomicLong read) implements CharSequence {

        @Override
        public char charAt(int index) {
            read.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), read);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
