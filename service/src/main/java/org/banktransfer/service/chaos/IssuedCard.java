package org.banktransfer.service.chaos;

/// A card of the institution's, as it was issued.
///
/// @param openingMinor what was on it
/// @param state `active`, `expired` or `blocked`
record IssuedCard(String number, String currency, long openingMinor, String state) {

    static final String PIN = "4821";
    static final String WRONG_PIN = "1284";
}
