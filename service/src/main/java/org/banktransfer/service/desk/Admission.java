package org.banktransfer.service.desk;

/// Whether a customer's request may begin, decided before anything of it is read or recorded.
public sealed interface Admission {

    /// It may. Close the place when the request has been answered.
    record Admitted(Place place) implements Admission {}

    /// This customer holds all of their share; others may still begin.
    record ShareTaken() implements Admission {}

    /// Every place is taken, or the desk is closing.
    record Full() implements Admission {}
}
