package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;
import static org.banktransfer.service.connector.http.RawInstitution.breaksOffAfter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;

import org.banktransfer.service.connector.CallObserver;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.TraceContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.stream.IntStream;

/// With every logger at its most talkative, ours and the libraries', no card shows.
class SecretsTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Level levelBefore = root.getLevel();
    private final java.util.logging.Level julLevelBefore = julRoot.getLevel();
    private final Handler bridge = new SLF4JBridgeHandler();

    @BeforeEach
    void listen() {
        appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        julRoot.addHandler(bridge);
        julRoot.setLevel(java.util.logging.Level.ALL);
    }

    @AfterEach
    void stopListening() {
        julRoot.setLevel(julLevelBefore);
        julRoot.removeHandler(bridge);
        root.setLevel(levelBefore);
        root.detachAppender(appender);
    }

    @Test
    void no_log_and_no_reply_holds_a_card_number_or_pin() throws Exception {
        var echo = "{\"id\":\"" + Given.NUMBER + "\",\"code\":\"" + Given.PIN + "\"}";
        var said = new ArrayList<String>();
        try (var institution =
                new RawInstitution(
                        answers("200 OK", approved()),
                        answers("200 OK", approved().replace("R1", Given.NUMBER)),
                        answers("200 OK", echo),
                        answers("400 Bad", echo),
                        answers("200 " + Given.NUMBER, echo + Given.PIN),
                        breaksOffAfter("HTTP/" + Given.NUMBER + " 200 " + Given.PIN + "\r\n\r\n"),
                        breaksOffAfter("HTTP/1.1 200 OK\r\n" + Given.NUMBER + "\r\n\r\n"),
                        breaksOffAfter(
                                "HTTP/1.1 200 OK\r\nContent-Length: " + Given.NUMBER + "x\r\n\r\n"),
                        (_, _) -> false)) {
            var settings = List.of(Given.institution(institution.url(), Given.AMPLE));
            var stub =
                    Connectors.guarded(
                                    settings,
                                    InstantSource.system(),
                                    CallObserver.NONE,
                                    TraceContext.NONE)
                            .getFirst();
            for (int i = 0; i < 9; i++) {
                said.add(stub.cashOut(Given.REQUEST).toString());
            }
            assertThat(institution.requests()).hasSize(9);
            said.add(Given.REQUEST.toString());
        }
        System.getLogger("io.helidon.webclient").log(System.Logger.Level.TRACE, "heard too");

        appender.list.forEach(event -> said.add(written(event)));
        assertThat(said).anyMatch(it -> it.contains("heard too"));
        assertThat(said).noneMatch(it -> shows(it, Given.NUMBER) || shows(it, Given.PIN));
    }

    /// Whether five digits of it are shown in a row: a dump breaks its lines anywhere.
    private static boolean shows(String said, String secret) {
        return IntStream.rangeClosed(0, secret.length() - 5)
                .anyMatch(i -> said.contains(secret.substring(i, i + 5)));
    }

    private static String written(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return event.getFormattedMessage()
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
    }
}
