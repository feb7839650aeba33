package org.banktransfer.service;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.Locale;
import java.util.concurrent.Callable;

/// The commands that check the program and are not shipped with it. They are known by their names
/// alone: nothing of the program can come to need them, and the launcher puts them on the class
/// path when one of them is called.
enum OfTheCheckout {
    SIMULATE(
            "org.banktransfer.simulation.SimulateCommand",
            "Run the protocol in simulated worlds in which everything goes wrong."),
    MODEL(
            "org.banktransfer.spec.ModelCommand",
            "Check the model of the protocol, its mutants, or traces."),
    BENCH(
            "org.banktransfer.bench.BenchCommand",
            "Measure how fast it is, and how fast PostgreSQL would let it be.");

    private final String className;
    private final String summary;

    OfTheCheckout(String className, String summary) {
        this.className = className;
        this.summary = summary;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The command itself, or, where it is not to be had, one that says so.
    CommandLine line() {
        try {
            return new CommandLine(Class.forName(className));
        } catch (ClassNotFoundException e) {
            Callable<Integer> absent =
                    () -> {
                        throw new IllegalStateException(
                                word() + " is run from a checkout: ./banktransfer " + word());
                    };
            var spec = CommandSpec.wrapWithoutInspection(absent);
            spec.usageMessage().header(summary);
            return new CommandLine(spec)
                    .setUnmatchedArgumentsAllowed(true)
                    .setUnmatchedOptionsArePositionalParams(true);
        }
    }
}
