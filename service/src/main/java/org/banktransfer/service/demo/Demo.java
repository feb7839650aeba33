package org.banktransfer.service.demo;

import static org.banktransfer.service.demo.Stage.dollars;

import org.banktransfer.service.demo.Scenario.Result;
import org.banktransfer.service.demo.World.Node;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Plays the scenarios one after another and prints, for each, what the customer saw, where the
/// money is on both sides, and how long it took.
public final class Demo {

    private static final long OPENING_MINOR = 5000;

    private final World world;
    private final Node node;
    private final PrintStream out;
    private final Consumer<Map<String, Object>> told;

    /// @param out for people
    /// @param told for programs: each scenario, and at the end where everything is, as fields of
    ///   JSON
    public Demo(World world, Node node, PrintStream out, Consumer<Map<String, Object>> told) {
        this.world = world;
        this.node = node;
        this.out = out;
        this.told = told;
    }

    /// @param blockCard does what an operator does when a card is reported stolen
    /// @return whether everything went as it should
    public boolean play(Consumer<String> blockCard) throws InterruptedException {
        var scenarios = new Scenarios(blockCard).inOrder();
        // A number nobody has used before: books survive from one demonstration to the next.
        long first = 6_034_000_000_000_000L + System.currentTimeMillis() % 10_000_000_000L * 100;
        boolean allWell = true;
        for (int i = 0; i < scenarios.size(); i++) {
            allWell &= play(i + 1, scenarios.get(i), Long.toString(first + i));
        }
        return allWell;
    }

    private boolean play(int which, Scenario scenario, String number) throws InterruptedException {
        out.printf("%n%2d. %s%n", which, scenario.title());
        var stage = Stage.set(world, node, number, OPENING_MINOR);
        long startedAt = System.nanoTime();
        try {
            Result result = scenario.play().on(stage);
            var took = Duration.ofNanos(System.nanoTime() - startedAt);
            out.println("    customer saw  " + result.saw());
            out.println("    money         " + stage.money());
            out.printf(
                    "    %s, settled in %.1f s%n",
                    result.asItShouldBe() ? "as it should be" : "NOT AS IT SHOULD BE",
                    took.toMillis() / 1000.0);
            tell(which, scenario.title(), result, stage, took);
            return result.asItShouldBe();
        } catch (IOException | RuntimeException e) {
            out.println("    NOT AS IT SHOULD BE: " + e);
            told.accept(
                    Map.of(
                            "scenario",
                            which,
                            "title",
                            scenario.title(),
                            "as_it_should_be",
                            false,
                            "error",
                            e.toString()));
            return false;
        } finally {
            world.institution().noFaults();
        }
    }

    private void tell(int which, String title, Result result, Stage stage, Duration took) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("scenario", which);
        fields.put("title", title);
        fields.put("as_it_should_be", result.asItShouldBe());
        fields.put("customer_saw", result.saw());
        fields.put("card_before", OPENING_MINOR);
        fields.put("card_after", stage.onCard());
        fields.put("account_after", stage.inAccount());
        fields.put("ms", took.toMillis());
        told.accept(fields);
    }

    /// Issues a card and opens an account for whoever tries it by hand, and prints how.
    public void invite() {
        long number = 6_035_000_000_000_000L + System.currentTimeMillis() % 10_000_000_000L * 100;
        var stage = Stage.set(world, node, Long.toString(number), OPENING_MINOR);
        var token = world.tokens().customer(Stage.CUSTOMER);
        var operator = operatorToken();
        var ready = new LinkedHashMap<String, Object>();
        ready.put("service", node.url().toString());
        ready.put("institution", world.institutionUrl().toString());
        ready.put("account", stage.account());
        ready.put("card", Map.of("number", stage.number(), "pin", Stage.PIN));
        ready.put("token", token);
        ready.put("operator_token_file", operator.toString());
        told.accept(Map.of("ready", ready));
        out.printf(
                """

                It goes on running; Ctrl-C ends it. A card with %s USD waits to be redeemed:

                  service      %s
                  institution  %s (its admin API: sandbox/README.md)
                  mobile page  %s/#token=%s&account=%s&institution=sandbox
                  console      %s/console/sign-in#token=%s
                  and for another operator, who approves what this one proposes (in another browser)
                               %s/console/sign-in#token=%s
                  card         %s, PIN %s

                curl %s/v1/transfers \\
                  -H 'Authorization: Bearer %s' \\
                  -H 'Idempotency-Key: %s' \\
                  -H 'Content-Type: application/json' \\
                  -d '{"account":"%s","institution":"sandbox","card":{"number":"%s","pin":"%s"},"currency":"USD"}'

                ./banktransfer transfers watch --url %s --token-file %s

                """,
                dollars(OPENING_MINOR),
                node.url(),
                world.institutionUrl(),
                node.url(),
                token,
                stage.account(),
                node.url(),
                world.tokens().operator("olga"),
                node.url(),
                world.tokens().operator("oscar"),
                stage.number(),
                Stage.PIN,
                node.url(),
                token,
                Stage.newKey(),
                stage.account(),
                stage.number(),
                Stage.PIN,
                node.url(),
                operator);
    }

    /// A token that sees every transfer, in a file that nobody else reads.
    private Path operatorToken() {
        var file = world.directory().resolve("operator.token");
        try {
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, world.tokens().operator("operator"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
