package org.banktransfer.simulation;

import picocli.CommandLine;

/// The program `./banktransfer simulate`. Exits with 0 when all is well, 1 when it is not, 2 when
/// it was not understood.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }
}
