package org.banktransfer.service.connector.http;

import java.io.IOException;

/// Bytes came that are no answer.
final class BrokenAnswer extends IOException {

    private final String what;

    /// @param what is wrong, in words of ours that repeat none of the bytes
    BrokenAnswer(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
