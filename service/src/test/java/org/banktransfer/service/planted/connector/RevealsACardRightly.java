package org.banktransfer.service.planted.connector;

import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import java.util.function.Supplier;

/// Does nothing wrong.
public final class RevealsACardRightly {

    public String number(CardNumber number) {
        return number.reveal();
    }

    public String pin(Pin pin) {
        return pin.reveal();
    }

    public Supplier<String> later(Pin pin) {
        return pin::reveal;
    }
}
