package org.banktransfer.service.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

import java.util.Optional;
import java.util.regex.Pattern;

/// A span as the header `traceparent` names it (W3C Trace Context, level 1, section 3.2).
final class Traceparent {

    /// What follows the flags is only for versions to come.
    private static final Pattern WRITTEN =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

    private Traceparent() {}

    /// @return empty for what is not written as the specification has it, which is as good as none
    static Optional<SpanContext> read(String header) {
        var matcher = WRITTEN.matcher(header);
        if (!matcher.matches() || (matcher.group(1).equals("00") && matcher.group(4) != null)) {
            return Optional.empty();
        }
        // Whatever the flags say: what became of money is of interest, or nothing would be traced.
        var context = context(matcher.group(2), matcher.group(3), true);
        return context.isValid() ? Optional.of(context) : Optional.empty();
    }

    static String write(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
    }

    static SpanContext context(String traceId, String spanId, boolean isRemote) {
        return isRemote
                ? SpanContext.createFromRemoteParent(
                        traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault())
                : SpanContext.create(
                        traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }
}
