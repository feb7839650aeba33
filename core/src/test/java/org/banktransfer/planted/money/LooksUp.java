package org.banktransfer.planted.money;

import org.banktransfer.planted.transfer.UsesMoney;

/// Money that knows of transfers.
public final class LooksUp {

    public UsesMoney transfer() {
        return new UsesMoney(this);
    }
}
