package org.banktransfer.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine.Help.Ansi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

class TransferTextTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String TRANSFER =
            """
            {"id": "tr_1", "status": "reversed", "account": "acc_1", "institution": "sandbox",
             "card": {"last4": "3614"}, "amount": 2500, "currency": "USD",
             "reason": {"code": "refused_limit", "message": "It is over a limit of the account."},
             "created_at": "2026-11-28T10:00:00.000Z", "updated_at": "2026-11-28T10:00:01.500Z"}
            """;

    private final StringWriter out = new StringWriter();

    private TransferText text(Ansi colours) {
        return new TransferText(new PrintWriter(out, true), colours);
    }

    private static JsonNode call(String outcome, String detail) {
        var call = JSON.createObjectNode();
        call.put("at", "2026-11-28T10:00:00.250Z");
        call.put("step", "cash_out");
        call.put("outcome", outcome);
        call.put("detail", detail);
        call.put("took_ms", 41);
        return call;
    }

    @Test
    void a_transfer_is_told_with_where_its_money_is_and_every_call_at_its_time() {
        text(Ansi.OFF).whole(JSON.readTree(TRANSFER), List.of(call("approved", "25.00 USD")));

        assertThat(out.toString())
                .startsWith("tr_1  reversed\n  25.00 USD, card …3614 at sandbox, to acc_1\n")
                .contains("It is over a limit of the account. (refused_limit)")
                .contains("the money is back on the card")
                .containsPattern("\\+0\\.250 s +cash out +approved +41 ms +25\\.00 USD");
    }

    @Test
    void colours_are_used_only_where_they_are_wanted() {
        text(Ansi.ON).line(JSON.readTree(TRANSFER));
        assertThat(out.toString()).contains("\033[35m");
        out.getBuffer().setLength(0);
        text(Ansi.OFF).line(JSON.readTree(TRANSFER));
        assertThat(out.toString()).doesNotContain("\033");
    }

    /// An institution's own words are in the details, and a terminal does what it is sent.
    @Test
    void no_control_character_reaches_the_terminal() {
        var evil = "paid\033]0;owned\007\u009b2J\r\n  the money is yours";

        text(Ansi.OFF).whole(JSON.readTree(TRANSFER), List.of(call("approved", evil)));

        assertThat(out.toString().replace(System.lineSeparator(), ""))
                .contains("paid?]0;owned?")
                .doesNotContainPattern("\\p{Cntrl}|[\u0080-\u009f]");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, approved, IN_ACCOUNT",
        "declined, declined, ON_CARD",
        "pending, unknown, NOT_KNOWN",
        "pending, approved, PAID_NOT_CREDITED",
        "reversing, unknown, NOT_KNOWN",
        "reversing, approved, ON_ITS_WAY_BACK",
        "reversed, approved, BACK_ON_CARD",
        "reversed, reversed, BACK_ON_CARD",
        "reversed, blocked, ON_CARD",
        "of_a_later_version, approved, NOT_KNOWN",
    })
    void where_the_money_is_follows_from_status_and_history(
            String status, String outcome, Whereabouts where) {
        assertThat(Whereabouts.of(status, List.of(call(outcome, "")))).isEqualTo(where);
    }

    @Test
    void an_amount_that_is_not_known_yet_is_all_that_is_on_the_card() {
        var whole = TRANSFER.replace("2500", "null");
        var yen = TRANSFER.replace("USD", "JPY");
        Stream.of(whole, yen).map(JSON::readTree).forEach(text(Ansi.OFF)::line);

        assertThat(out.toString().lines().toList().getFirst()).contains("all, USD");
        assertThat(out.toString().lines().toList().getLast()).contains(" 2500 JPY");
    }
}
