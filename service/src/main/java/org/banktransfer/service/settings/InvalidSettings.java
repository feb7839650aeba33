package org.banktransfer.service.settings;

/// A setting is missing, unknown or makes no sense. The message names the setting and where it was
/// set, and repeats no value that may be a secret.
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidSettings(String message) {
        super(message);
    }
}
