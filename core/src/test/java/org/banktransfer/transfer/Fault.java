package org.banktransfer.transfer;

/// What may go wrong with one call.
enum Fault {
    NONE,
    /// It is done, and the answer never comes.
    ANSWER_LOST,
    /// It is not done, and no answer comes.
    REQUEST_LOST,
    /// No answer comes, and the request is delivered some time later.
    REQUEST_LATE,
    /// The receiver says no.
    REFUSED
}
