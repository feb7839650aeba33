package org.banktransfer.service.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One finished span. We make each in one piece when what it tells is over, with ids that follow
/// from the transfer; the SDK's tracer draws ids of its own.
///
/// @param parent invalid for the root of a trace
/// @param link another trace's span that belongs to this
record Span(
        Resource process,
        String name,
        SpanKind kind,
        SpanContext context,
        SpanContext parent,
        Optional<SpanContext> link,
        Instant start,
        Duration took,
        boolean isUnclear,
        Attributes attributes)
        implements SpanData {

    private static final InstrumentationScopeInfo SCOPE =
            InstrumentationScopeInfo.create("org.banktransfer");

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SpanKind getKind() {
        return kind;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public StatusData getStatus() {
        return isUnclear ? StatusData.error() : StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return Math.addExact(
                Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L), start.getNano());
    }

    @Override
    public long getEndEpochNanos() {
        return getStartEpochNanos() + Math.max(0, took.toNanos());
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public List<LinkData> getLinks() {
        return link.map(LinkData::create).stream().toList();
    }

    @Override
    public int getTotalRecordedLinks() {
        return link.isPresent() ? 1 : 0;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    /// The interface still asks for it.
    @Override
    @Deprecated
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return InstrumentationLibraryInfo.empty();
    }

    @Override
    public Resource getResource() {
        return process;
    }
}
