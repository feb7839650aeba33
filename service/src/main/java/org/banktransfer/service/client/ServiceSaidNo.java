package org.banktransfer.service.client;

/// A running service that could not be asked, or that refused. The message is for people and says
/// which it was.
public final class ServiceSaidNo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServiceSaidNo(String message) {
        super(message);
    }
}
