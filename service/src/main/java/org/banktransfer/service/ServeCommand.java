package org.banktransfer.service;

import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsOptions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Runs the service until it is told to stop (SIGTERM or SIGINT).
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the service until it is told to stop.",
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

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = spec.commandLine();
        var source = SettingsOptions.read(line, System.getenv());
        if (printsSettings) {
            source.listed().forEach(line.getOut()::println);
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
