package org.banktransfer.service;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.http.ExchangeObserver;
import org.banktransfer.service.http.Exchanged;
import org.banktransfer.service.telemetry.Spans;

import java.util.Optional;

/// Tells metrics and, if they are made, spans of every exchange.
record ObservedExchanges(Instruments instruments, Optional<Spans> spans)
        implements ExchangeObserver {

    @Override
    public void begun(TransferId transfer, Optional<String> traceparent) {
        spans.ifPresent(made -> made.begun(transfer, traceparent));
    }

    @Override
    public void answered(Exchanged exchanged) {
        instruments.answered(exchanged);
        if (spans.isPresent() && exchanged.begun().isPresent()) {
            spans.get().answered(exchanged.begun().get(), exchanged.status(), exchanged.took());
        }
    }
}
