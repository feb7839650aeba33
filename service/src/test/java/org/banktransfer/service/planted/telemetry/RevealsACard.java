package org.banktransfer.service.planted.telemetry;

import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import java.util.function.Supplier;

/// The ways to read what a customer typed.
public final class RevealsACard {

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
