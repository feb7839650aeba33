package org.banktransfer.service.postgres.embedded;

import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL does not run. The message is one line for the person who started us:
/// what is wrong and, where we know, what helps.
public final class EmbeddedPostgresFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    EmbeddedPostgresFailed(String message) {
        this(message, null);
    }

    EmbeddedPostgresFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
