package org.banktransfer.bench;

import org.slf4j.bridge.SLF4JBridgeHandler;

import picocli.CommandLine;

import java.util.logging.LogManager;

/// The program `./banktransfer bench`. Exits with 0 when it has measured and the books were right,
/// 1 when not, 2 when it was not understood.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        return new CommandLine(new BenchCommand());
    }
}
