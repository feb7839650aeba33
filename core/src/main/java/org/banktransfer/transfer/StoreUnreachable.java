package org.banktransfer.transfer;

/// The transfer store could not be asked, or a commit's fate is unknown. What it holds can be asked
/// for again; recovery takes up whatever it may have kept.
public final class StoreUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
