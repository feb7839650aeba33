package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// `transfers`, on a running service.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransfersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Bank bank;
    private Node node;
    private App app;
    private Path directory = Path.of("");
    private String account = "";

    @BeforeAll
    void open(@TempDir Path temp) {
        directory = temp;
        bank = Bank.open(temp);
        node = bank.startNode("--retry.cap=300ms");
        app = bank.app(node);
        account = Bank.openAccount(bank.operator(node));
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    private String pressed() throws IOException {
        var seen =
                app.redeem(
                        Bank.newKey(),
                        account,
                        bank.issueCard(5000),
                        Bank.PIN,
                        Optional.of(2500L),
                        Optional.empty());
        return seen.id();
    }

    private String completed() throws IOException {
        var id = pressed();
        assertThat(app.transfer(id, 30).word()).isEqualTo("completed");
        return id;
    }

    private String[] words(String token, String... words) throws IOException {
        var file = Files.writeString(Files.createTempFile(directory, "token", ""), token);
        var all = new ArrayList<>(List.of("transfers"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url=" + node.url(), "--token-file=" + file));
        return all.toArray(String[]::new);
    }

    private InProcess.Ran run(String... words) throws IOException {
        return InProcess.run(words(bank.world().tokens().operator("olga"), words));
    }

    @Test
    void one_is_shown_with_where_its_money_is_and_every_call_made_for_it() throws Exception {
        var id = completed();
        Bank.await("its history is written", () -> app.history(id).path("data").size() >= 2);

        var shown = run("show", id);
        var json = JSON.readTree(run("show", id, "--json").out());

        assertThat(shown.exitStatus()).isZero();
        assertThat(shown.out())
                .contains(id + "  completed", "25.00 USD", "the money is in the customer's account")
                .containsPattern("cash out +approved")
                .containsPattern("credit +credited");
        assertThat(json.at("/transfer/id").asString()).isEqualTo(id);
        assertThat(json.at("/money").asString()).isEqualTo("in_account");
        assertThat(json.at("/history/0/step").asString()).isEqualTo("cash_out");
    }

    @Test
    void they_are_listed_newest_first_and_filtered() throws Exception {
        var first = completed();
        var second = completed();

        var all = run("list", "--limit=2");
        var json = run("list", "--account=" + account, "--status=completed", "--limit=1", "--json");

        assertThat(all.out().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains(second))
                .satisfies(lines -> assertThat(lines.getLast()).contains(first));
        assertThat(json.out().lines().map(JSON::readTree).map(t -> t.at("/id").asString()))
                .containsExactly(second);
        assertThat(run("list", "--status=reversing").out()).isEmpty();
    }

    @Test
    void more_than_a_page_is_listed() throws Exception {
        for (int i = 0; i < 3; i++) {
            completed();
        }
        assertThat(run("list", "--limit=1000").out().lines().count()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void another_customer_is_shown_nothing_and_told_so_in_one_line() throws Exception {
        var id = completed();

        var ended = InProcess.run(words(bank.world().tokens().customer("bob"), "show", id));

        assertThat(ended.exitStatus()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).singleElement().asString().contains("404");
    }

    @Test
    void one_is_followed_until_it_is_final() throws Exception {
        bank.institution().faults(List.of(rule("any", "down")));
        var id = pressed();
        var watched = watching("watch", id);
        Bank.await("it is told as pending", () -> watched.said().contains("pending"));

        bank.institution().noFaults();

        assertThat(watched.ended().get(60, TimeUnit.SECONDS).exitStatus()).isZero();
        assertThat(watched.said().lines())
                .hasSize(2)
                .allMatch(line -> line.contains(id))
                .last()
                .asString()
                .contains("completed");
    }

    @Test
    void all_are_followed_from_those_that_are_not_settled_and_each_change_is_told_once()
            throws Exception {
        var before = completed();
        bank.institution().faults(List.of(rule("any", "down")));
        var waiting = pressed();
        var watched = watching("watch", "--seconds=0.2", "--json");
        Bank.await("it is told as pending", () -> watched.said().contains(waiting));
        bank.institution().noFaults();
        assertThat(app.transfer(waiting, 30).word()).isEqualTo("completed");
        var after = completed();
        Bank.await(
                "all is told",
                () ->
                        changes(watched, after).contains("completed")
                                && changes(watched, waiting).size() == 2);
        watched.thread().interrupt();

        watched.ended().get(60, TimeUnit.SECONDS);
        assertThat(changes(watched, waiting)).containsExactly("pending", "completed");
        assertThat(changes(watched, after)).endsWith("completed").doesNotHaveDuplicates();
        assertThat(changes(watched, before)).isEmpty();
    }

    @Test
    void ctrl_c_ends_it_quietly() throws Exception {
        var id = completed();
        var command = Command.of(words(bank.world().tokens().operator("olga"), "watch", "--json"));
        var log = directory.resolve("watch.log");
        var process = command.start(log);
        try {
            bank.institution().faults(List.of(rule("any", "down")));
            var waiting = pressed();
            Bank.await("it watches", () -> read(log).contains(waiting));
            assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor())
                    .isZero();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(read(log)).doesNotContain(id).endsWith("banktransfer: interrupted\n");
        } finally {
            process.destroyForcibly();
        }
    }

    private record Watched(Thread thread, FutureTask<InProcess.Ran> ended, StringWriter out) {
        String said() {
            return out.toString();
        }
    }

    private Watched watching(String... words) throws IOException {
        var out = new StringWriter();
        var all = words(bank.world().tokens().operator("olga"), words);
        var ended = new FutureTask<>(() -> InProcess.run(out, all));
        return new Watched(Thread.ofPlatform().start(ended), ended, out);
    }

    private static List<String> changes(Watched watched, String id) {
        return watched.said()
                .lines()
                .map(JSON::readTree)
                .filter(transfer -> transfer.at("/id").asString().equals(id))
                .map(transfer -> transfer.at("/status").asString())
                .toList();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }
}
