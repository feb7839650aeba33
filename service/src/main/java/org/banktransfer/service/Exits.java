package org.banktransfer.service;

/// How exit statuses are told, the same for every command.
final class Exits {

    static final String HEADING = "%nExit status:%n";
    static final String WELL = "0:all is well";
    static final String MISUNDERSTOOD = "2:it was not understood, or a setting makes no sense";

    private Exits() {}
}
