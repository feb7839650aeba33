package org.banktransfer.service.planted.connector;

import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import java.util.function.Supplier;

/// Does nothing wrong.
public final class RevealsACardRightly {

    public byte[] number(CardNumber number) {
        return number.reveal();
    }

    public byte[] pin(Pin pin) {
        return pin.reveal();
    }

    public Supplier<byte[]> later(Pin pin) {
        return pin::reveal;
    }
}
