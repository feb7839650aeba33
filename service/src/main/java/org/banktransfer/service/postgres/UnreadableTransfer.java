package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;

/// A transfer's row holds what this version of the program does not know, as another may have
/// written it.
final class UnreadableTransfer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param cause which word it is
    UnreadableTransfer(TransferId id, RuntimeException cause) {
        super(id + ": its row cannot be read", cause);
    }
}
