package org.banktransfer.service;

import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsOptions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Runs the service until it is told to stop (SIGTERM or SIGINT).
@Command(
        name = "serve",
        header = "Run the service until it is told to stop.",
        mixinStandardHelpOptions = true,
        description = {
            "Prints one line when it takes requests, `listening on http://...`. SIGTERM and Ctrl-C end it:"
                    + " it takes no more, finishes what is under way as far as `stop-within` lasts, and"
                    + " leaves the rest to recovery."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:with --print-settings: they make sense",
            "1:it could not start",
            Exits.MISUNDERSTOOD,
            "130:Ctrl-C ended it",
            "143:SIGTERM ended it"
        },
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--print-settings",
            description = {
                "only print every setting, its value and where it comes from, and say if one makes"
                        + " no sense; secrets are not shown"
            })
    private boolean printsSettings;

    @Option(names = "--json", description = "with --print-settings: one line of JSON for each")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = spec.commandLine();
        if (json && !printsSettings) {
            throw new ParameterException(line, "--json goes with --print-settings");
        }
        var source = SettingsOptions.read(line, System.getenv());
        if (printsSettings) {
            source.listed()
                    .forEach(listed ->
                            line.getOut().println(json ? Json.line(listed.json()) : listed));
            line.getOut().flush();
        }
        var settings = Settings.of(source);
        if (printsSettings) {
            return 0;
        }
        settings.telemetry().log().use();
        var service = BankService.start(settings);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    service.close();
                                    stopped.countDown();
                                }));
        line.getOut().println("listening on " + service.url());
        line.getOut().flush();
        stopped.await();
        return 0;
    }
}
