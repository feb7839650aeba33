package org.banktransfer.service.console;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Intervention.Kind;

import java.util.Optional;

/// An intervention as a page shows it to one operator.
///
/// @param preview what it would do now; empty once it is decided
/// @param mayApprove whether the operator who looks is a second person
record Proposed(Intervention intervention, Optional<Preview> preview, boolean mayApprove) {

    static Proposed of(Intervention intervention, Optional<Preview> preview, OperatorId looking) {
        return new Proposed(
                intervention,
                preview,
                intervention.isOpen() && !intervention.proposedBy().equals(looking));
    }

    String path() {
        return "/console/interventions/" + intervention.id();
    }

    String what() {
        return what(intervention.kind());
    }

    static String what(Kind kind) {
        return switch (kind) {
            case Kind.DriveNow _ -> "Drive on now";
            case Kind.Patience(var until) -> "Patience until " + Shown.time(until) + " UTC";
            case Kind.Park _ -> "Park";
            case Kind.CreditForward _ -> "Credit forward";
        };
    }

    String proposed() {
        return intervention.proposedBy() + ", " + Shown.time(intervention.proposedAt());
    }

    String decided() {
        return intervention
                .decision()
                .map(made ->
                        (made.approved() ? "approved by " : "dropped by ")
                                + made.by()
                                + ", "
                                + Shown.time(made.at()))
                .orElse("waits for a second person");
    }
}
