package org.banktransfer.service.planted.recovery;

import org.banktransfer.service.planted.BankService;

/// A loop that knows the whole program.
public final class LooksUp {

    public BankService service() {
        return new BankService();
    }
}
