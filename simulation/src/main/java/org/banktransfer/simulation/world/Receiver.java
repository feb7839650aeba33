package org.banktransfer.simulation.world;

/// Whom a node may be cut off from.
enum Receiver {
    FIRST_INSTITUTION,
    SECOND_INSTITUTION,
    THIRD_INSTITUTION,
    LEDGER,
    STORE,
    CUSTOMERS;

    static Receiver institution(int place) {
        return values()[place];
    }

    FaultKind cutOff() {
        return switch (this) {
            case FIRST_INSTITUTION, SECOND_INSTITUTION, THIRD_INSTITUTION ->
                    FaultKind.NODE_CUT_OFF_FROM_INSTITUTION;
            case LEDGER -> FaultKind.NODE_CUT_OFF_FROM_LEDGER;
            case STORE -> FaultKind.NODE_CUT_OFF_FROM_STORE;
            case CUSTOMERS -> FaultKind.CUSTOMER_CUT_OFF_FROM_NODE;
        };
    }
}
