package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What reaches the institution is counted there: a request for each call that the protocol makes,
/// and none that a library makes up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnceOnTheWireTest {

    private static final long OPENING = 5_000;

    private Bank bank;
    private Node node;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        node = bank.startNode("--retry.cap=300ms");
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @Test
    void a_plain_success_is_one_cash_out_and_nothing_else() throws IOException {
        var seen = press(bank.issueCard(OPENING), 15);
        assertThat(seen.status()).isEqualTo(201);
        assertThat(seen.word()).isEqualTo("completed");
        assertThat(requests(seen.id())).containsExactly("cash_out approved 200");
    }

    private Seen press(String card, int waitSeconds) throws IOException {
        var account = bank.openAccount(node);
        return bank.app(node)
                .redeem(
                        Bank.newKey(),
                        account,
                        card,
                        Bank.PIN,
                        Optional.empty(),
                        Optional.of(waitSeconds));
    }

    /// What callers sent about a transfer, in order.
    private List<String> requests(String id) {
        var requests = new ArrayList<String>();
        for (var request : bank.institution().requests(id)) {
            assertThat(request.path("delivery").asString()).isEqualTo("wire");
            requests.add(
                    request.path("operation").asString()
                            + " "
                            + request.path("outcome").asString("-")
                            + " "
                            + request.path("answered").asString("-"));
        }
        return requests;
    }
}
