package org.banktransfer.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;

class LogFormatTest {

    @Test
    void an_event_is_one_line_of_json_with_its_fields_and_its_stack_trace() {
        var context = new LoggerContext();
        var event =
                new LoggingEvent(
                        "logger",
                        context.getLogger("bank"),
                        Level.WARN,
                        "{}: said \"no\"\nand more",
                        new IllegalStateException("two\nlines"),
                        new Object[] {"tr_1"});
        event.setMDCPropertyMap(Map.of("transfer", "tr_1"));

        var line = new String(LogFormat.json(context).encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        var read = new JsonMapper().readTree(line);
        assertThat(read.at("/level").asString()).isEqualTo("WARN");
        assertThat(read.at("/formattedMessage").asString())
                .isEqualTo("tr_1: said \"no\"\nand more");
        assertThat(read.at("/mdc/transfer").asString()).isEqualTo("tr_1");
        assertThat(read.at("/throwable/message").asString()).isEqualTo("two\nlines");
        assertThat(read.at("/throwable/stepArray").isEmpty()).isFalse();
    }
}
