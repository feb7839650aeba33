package org.banktransfer.service.planted.telemetry;

import org.banktransfer.service.planted.BankService;

/// A gauge that knows the whole program.
public final class LooksUp {

    public BankService service() {
        return new BankService();
    }
}
