package org.banktransfer.sandbox.faults;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// One setting of the dial: which requests, how often, and what befalls them.
///
/// @param operation which operation; absent: any the fault can befall
/// @param probability from 0 to 1, drawn for each request that matches
/// @param skip how many matching requests pass unharmed first
/// @param times how many requests it befalls at most; absent: no end
/// @param delay see [Fault]; absent: none, or until released
/// @param id only requests about this transfer id (or statement date)
/// @param card only requests that name this card; never printed
/// @param loss how a missing answer looks
/// @param status the status of [Fault#ERROR_BEFORE] and [Fault#ERROR_AFTER]
/// @param body the body of those, and of [Fault#GARBAGE] and [Fault#BARE_404]
/// @param code of [Fault#DECLINE] and [Fault#REFUSE_REVERSAL]
/// @param lies the JSON values by which [Fault#LIE] replaces fields; an empty text leaves one out
public record FaultRule(
        @Nullable Operation operation,
        Fault fault,
        double probability,
        int skip,
        @Nullable Integer times,
        @Nullable Duration delay,
        @Nullable String id,
        @Nullable String card,
        Loss loss,
        @Nullable Integer status,
        @Nullable String body,
        @Nullable String code,
        Map<String, String> lies) {

    public FaultRule {
        lies = Map.copyOf(lies);
    }

    /// Whether a request is one of those meant, chance and numbers apart.
    ///
    /// @param requestCard the card the request names, if it names one
    boolean means(Operation requested, String requestId, @Nullable String requestCard) {
        return fault.befalls(requested)
                && (operation == null || operation == requested)
                && (id == null || id.equals(requestId))
                && (card == null || card.equals(requestCard));
    }

    /// The delay, or none.
    public Duration delayOrNone() {
        return delay == null ? Duration.ZERO : delay;
    }

    /// Says nothing of the card.
    @Override
    public String toString() {
        return "FaultRule[" + fault + "]";
    }
}
