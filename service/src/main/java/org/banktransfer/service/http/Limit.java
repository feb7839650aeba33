package org.banktransfer.service.http;

import java.util.Locale;

/// What was exceeded when a request was refused for being too much.
public enum Limit {
    /// The rate of all requests to this node.
    RATE_ALL,
    /// The rate of the caller's address.
    RATE_ADDRESS,
    /// The rate of the customer.
    RATE_CUSTOMER,
    /// The places of this node.
    IN_FLIGHT_ALL,
    /// The customer's share of the places.
    IN_FLIGHT_CUSTOMER,
    /// The institution's share of the places.
    IN_FLIGHT_INSTITUTION,
    /// The requests on their way in.
    INTAKE,
    /// Wrong PINs from the caller's address.
    WRONG_PINS_ADDRESS,
    /// Wrong PINs of the customer, of whichever cards.
    WRONG_PINS_CUSTOMER,
    /// Wrong PINs of the card.
    WRONG_PINS_CARD;

    /// As metrics name it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
