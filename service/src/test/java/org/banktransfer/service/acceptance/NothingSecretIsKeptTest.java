package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What customers typed is gone when they have been answered: not in the databases, under the
/// idempotency key or anywhere else, and not in a log.
class NothingSecretIsKeptTest {

    /// Long enough not to turn up by chance in a number or a time.
    private static final String PIN = "739201846513";

    @Test
    void neither_a_card_number_nor_a_pin_is_kept_anywhere(@TempDir Path directory)
            throws IOException {
        try (var bank = Bank.open(directory)) {
            var node = bank.startNode("--cash-out-within=500ms");
            var app = bank.app(node);
            var purse = Purse.of(bank, app, bank.operator(node), "sandbox", 5_000);
            bank.institution().putCard(purse.card(), PIN, 5_000, "USD");

            var wrongPin = purse.press(app, Bank.newKey(), Optional.empty(), "839201846513");
            assertThat(purse.settled(wrongPin).word()).isEqualTo("declined");
            bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 2)));
            var key = Bank.newKey();
            var pressed = purse.press(app, key, Optional.of(700L), PIN);
            assertThat(purse.press(app, key, Optional.of(800L), PIN).word())
                    .isEqualTo("idempotency_key_reused");
            assertThat(purse.settled(pressed).word()).isEqualTo("completed");

            for (var database : List.of(bank.transfersDatabase(), bank.ledgerDatabase())) {
                try (var forger = Forger.at(database)) {
                    assertThat(forger.everything())
                            .as(database)
                            .isNotEmpty()
                            .doesNotContain(purse.card())
                            .doesNotContain(PIN.substring(1));
                }
            }
            try (var files = Files.list(directory)) {
                var logs = files.filter(file -> file.toString().endsWith(".log")).toList();
                assertThat(logs).hasSizeGreaterThan(1);
                assertThat(logs)
                        .allSatisfy(log ->
                                assertThat(Files.readString(log))
                                        .doesNotContain(purse.card())
                                        .doesNotContain(PIN.substring(1)));
            }
        }
    }
}
