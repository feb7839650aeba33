package org.banktransfer.service.chaos;

import java.time.Duration;

/// One act of the saboteur.
///
/// @param at after the start
/// @param target the part or wire it befalls; no two strikes at one target overlap
/// @param lasting until it is healed
/// @param detail the dial's fault, or the clock's offset in seconds; may be empty
record Strike(Duration at, Sabotage kind, String target, Duration lasting, String detail) {

    /// What it is counted under.
    String name() {
        return switch (kind) {
            case CUT_WIRE, STALL_WIRE, THROTTLE_WIRE, LOSE_ANSWERS ->
                    kind.word() + " " + target.substring(target.indexOf('/') + 1);
            case DIAL -> "dial " + detail;
            default -> kind.word();
        };
    }

    Duration end() {
        return at.plus(lasting);
    }

    @Override
    public String toString() {
        return "planned for %.2f s: %s of %s for %.2f s%s"
                .formatted(
                        at.toMillis() / 1000.0,
                        kind.word(),
                        target,
                        lasting.toMillis() / 1000.0,
                        detail.isEmpty() ? "" : ": " + detail);
    }
}
