package org.banktransfer.service.telemetry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;

import org.slf4j.LoggerFactory;

/// How the log is written.
public enum LogFormat {
    /// As logback.xml says: for people, a line an event and then its stack trace.
    TEXT,
    /// For programs: each event a JSON object on one line, stack trace and all, by logback's own
    /// encoder.
    JSON;

    /// Writes the whole process's log like this from now on. To be called before there is anything
    /// to log.
    public void use() {
        if (this == JSON) {
            var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.iteratorForAppenders()
                    .forEachRemaining(appender -> {
                        if (appender instanceof OutputStreamAppender<ILoggingEvent> written) {
                            written.stop();
                            written.setEncoder(json(root.getLoggerContext()));
                            written.start();
                        }
                    });
        }
    }

    static JsonEncoder json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        // The message with its arguments in their places, once.
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
