package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Clients that nobody here wrote: openapi-generator makes them of the published contract, in two
/// languages, and each redeems a card at the running service.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedClientsTest {

    private static final long OPENING = 5_000;

    private Bank bank;
    private Node node;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        node = bank.startNode();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @Test
    void the_generator_finds_nothing_wrong_with_the_contract() throws Exception {
        assertThat(GeneratedClient.validation()).doesNotContain("Errors:");
    }

    @Test
    void a_client_in_java_redeems_a_card() throws Exception {
        assertRedeems(GeneratedClient.java());
    }

    @Test
    void a_client_in_typescript_redeems_a_card() throws Exception {
        assertRedeems(GeneratedClient.typeScript());
    }

    private void assertRedeems(List<String> program) throws Exception {
        var account = Bank.openAccount(bank.operator(node));
        var card = bank.issueCard(OPENING);
        var words = new ArrayList<>(program);
        words.add(node.url().toString());
        words.add(bank.world().tokens().customer(Bank.CUSTOMER));
        words.addAll(List.of(account, card, Bank.PIN));

        var said = GeneratedClient.run(Path.of("."), words);

        assertThat(said.lines())
                .containsExactly(
                        "completed " + OPENING + " " + card.substring(card.length() - 4),
                        "the same",
                        "completed",
                        Long.toString(OPENING),
                        "not_found");
        assertThat(bank.institution().balance(card)).isZero();
    }
}
