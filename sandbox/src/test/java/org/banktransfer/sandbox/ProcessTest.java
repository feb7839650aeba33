package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// The sandbox as a process: started, stopped, and killed where it stands.
@Timeout(120)
class ProcessTest {

    private static final int CALLERS = 8;
    private static final int ENOUGH = 300;

    @TempDir private Path data;

    @Test
    void what_was_answered_survives_being_killed_in_the_middle_of_work() throws Exception {
        var answered = new ConcurrentHashMap<String, Reply.Answer>();
        var enough = new CountDownLatch(ENOUGH);
        try (var process = SandboxProcess.start(data)) {
            var bank = process.bank();
            bank.issue(CARD, 1_000_000_000);
            var callers = new ArrayList<Thread>();
            for (int caller = 0; caller < CALLERS; caller++) {
                var prefix = "tr_" + caller + "_";
                callers.add(Thread.startVirtualThread(() -> work(bank, prefix, answered, enough)));
            }
            enough.await();
            process.kill();
            for (var caller : callers) {
                caller.join();
            }
        }
        try (var process = SandboxProcess.start(data)) {
            var bank = process.bank();
            assertThat(answered).hasSizeGreaterThanOrEqualTo(ENOUGH);
            for (Map.Entry<String, Reply.Answer> each : answered.entrySet()) {
                var now = bank.lookUp(each.getKey());
                var said = each.getValue();
                if (said.json().get("status").stringValue().equals("approved")) {
                    // Its reversal may have been recorded, and the answer to that have been lost.
                    assertThat(now.said()).isIn("200 approved", "200 reversed");
                } else {
                    assertThat(now.json()).isEqualTo(said.json());
                }
            }
            assertThat(bank.money()).isEqualTo(1_000_000_000);
            var again = answered.keySet().iterator().next();
            assertThat(bank.cashOut(again, request(CARD, PIN, 1L)).json())
                    .as("a repeat after the restart")
                    .isEqualTo(bank.lookUp(again).json());
        }
    }

    /// Cash-outs, every third taken back and every fourth blocked beforehand, until the process
    /// dies.
    private static void work(
            Bank bank, String prefix, Map<String, Reply.Answer> answered, CountDownLatch enough) {
        for (int i = 0; ; i++) {
            var id = prefix + i;
            try {
                if (i % 4 == 3) {
                    note(id, bank.reversalReply(id), answered);
                }
                note(id, bank.cashOutReply(id, request(CARD, PIN, 1L)), answered);
                if (i % 3 == 2) {
                    note(id, bank.reversalReply(id), answered);
                }
            } catch (Gone e) {
                return;
            }
            enough.countDown();
        }
    }

    private static void note(String id, Reply reply, Map<String, Reply.Answer> answered) {
        if (!(reply instanceof Reply.Answer answer)) {
            throw new Gone();
        }
        answered.put(id, answer);
    }

    private static final class Gone extends RuntimeException {}

    @Test
    void a_reversal_promised_for_later_is_kept_after_a_kill() throws InterruptedException {
        try (var process = SandboxProcess.start(data)) {
            var bank = process.bank();
            bank.issue(CARD, 10_000);
            bank.cashOut("tr_1");
            bank.cashOut("tr_2");
            bank.fault("\"fault\": \"reverse_later\", \"delay_ms\": 1000, \"times\": 1");
            assertThat(bank.reverse("tr_1").said()).isEqualTo("202 reversing");
            bank.fault("\"fault\": \"reverse_later\"");
            assertThat(bank.reverse("tr_2").said()).isEqualTo("202 reversing");
            process.kill();
        }
        try (var process = SandboxProcess.start(data)) {
            var bank = process.bank();
            while (!bank.lookUp("tr_1").said().equals("200 reversed")) {
                Thread.sleep(10);
            }
            assertThat(bank.lookUp("tr_2").said()).isEqualTo("200 reversing");
            assertThat(bank.release()).isEqualTo(1);
            assertThat(bank.lookUp("tr_2").said()).isEqualTo("200 reversed");
            assertThat(bank.balance(CARD)).isEqualTo(10_000);
        }
    }

    @Test
    void a_killed_one_leaves_nothing_that_the_next_does_not_clear_away() {
        for (int kill = 0; kill < 2; kill++) {
            try (var process = SandboxProcess.start(data)) {
                process.kill();
            }
        }
        assertThat(data.resolve("native").toFile().list()).as("a library and its mark").hasSize(2);
    }

    @Test
    void it_prints_one_line_and_stops_in_order_when_asked_to() {
        try (var process = SandboxProcess.start(data)) {
            assertThat(process.firstLine())
                    .matches("sandbox listening on http://127\\.0\\.0\\.1:[0-9]+");
            assertThat(process.stop()).isIn(0, 143);
        }
        assertThat(data.resolve("institution.db-wal")).as("closed in order").doesNotExist();
    }

    @Test
    void two_of_them_do_not_keep_the_same_books() throws Exception {
        try (var first = SandboxProcess.start(data)) {
            assertThat(first.firstLine()).isNotEmpty();
            var second = SandboxProcess.run("--data", data.toString());
            assertThat(second.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void help_names_every_option() throws Exception {
        var process = SandboxProcess.run("--help");
        var help = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(help)
                .contains(
                        "--port",
                        "--host",
                        "--data",
                        "--seed",
                        "--requests-kept",
                        "--tls-",
                        "--encrypted-only");
    }

    @Test
    void neither_card_numbers_sent_nor_pins_can_be_read_from_its_files() throws IOException {
        try (var process = SandboxProcess.start(data)) {
            var bank = process.bank();
            bank.issue(CARD, 10_000);
            bank.cashOut("tr_1", request(CARD, "48219876", 1L));
            bank.cashOut("tr_2", request("6034932528979999", "48219876", 1L));
            process.kill();
        }
        try (var files = Files.list(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(
                                new String(
                                        Files.readAllBytes(file),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("48219876", "6034932528979999");
            }
        }
    }
}
