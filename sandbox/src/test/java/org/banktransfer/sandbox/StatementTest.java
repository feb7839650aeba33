package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;

/// What moved, as the institution itself lists it.
class StatementTest {

    @TempDir private Path data;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-30T23:59:59.999Z"));
    private Bank bank;

    /// One cash-out before midnight and one after, the first taken back on the second day.
    @BeforeEach
    void two_days() {
        bank = Bank.open(data, now::get);
        bank.issue(CARD, 10_000);
        bank.cashOut("tr_1");
        now.set(Instant.parse("2026-01-31T00:00:00Z"));
        bank.cashOut("tr_2");
        bank.reverse("tr_9");
        now.set(Instant.parse("2026-01-31T08:00:00Z"));
        bank.reverse("tr_1");
        bank.reverse("tr_1");
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    private Reply.Answer statement(String date, String accept) {
        var path = "/v1/statements/" + date;
        var headers = accept.isEmpty() ? "" : "Accept: " + accept + "\r\n";
        var answer = Bank.answer(bank.caller.send("GET", path, "", new byte[0], headers));
        PublishedContract.holds("get", "/v1/statements/{date}", answer);
        return answer;
    }

    @Test
    void a_day_lists_its_movements_in_the_order_booked() {
        assertThat(statement("2026-01-30", "").body())
                .isEqualToNormalizingNewlines(
                        """
                        line,at,transfer_id,kind,amount,currency,reference
                        1,2026-01-30T23:59:59.999Z,tr_1,cash_out,2500,USD,SB1
                        """);
        assertThat(statement("2026-01-31", "text/csv").body())
                .isEqualToNormalizingNewlines(
                        """
                        line,at,transfer_id,kind,amount,currency,reference
                        2,2026-01-31T00:00:00Z,tr_2,cash_out,2500,USD,SB2
                        3,2026-01-31T08:00:00Z,tr_1,reversal,2500,USD,SB1
                        """);
    }

    @Test
    void a_day_without_movements_lists_none() throws Exception {
        assertThat(statement("2026-02-01", "").body().lines()).hasSize(1);
        var camt = camt("2026-02-01");
        assertThat(text(camt, "count(//Ntry)")).isEqualTo("0");
        assertThat(text(camt, "//Bal[Tp/CdOrPrtry/Cd='CLBD']/Amt")).isEqualTo("25.00");
    }

    @Test
    void camt_053_says_the_same() throws Exception {
        var camt = camt("2026-01-31");
        assertThat(camt.getDocumentElement().getAttribute("xmlns"))
                .isEqualTo("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08");
        assertThat(text(camt, "count(//Ntry)")).isEqualTo("2");
        assertThat(text(camt, "//Bal[Tp/CdOrPrtry/Cd='OPBD']/Amt")).isEqualTo("25.00");
        assertThat(text(camt, "//Bal[Tp/CdOrPrtry/Cd='CLBD']/Amt")).isEqualTo("25.00");
        assertThat(text(camt, "//Ntry[1]/CdtDbtInd")).isEqualTo("CRDT");
        assertThat(text(camt, "//Ntry[1]/Amt/@Ccy")).isEqualTo("USD");
        assertThat(text(camt, "//Ntry[2]/CdtDbtInd")).isEqualTo("DBIT");
        assertThat(text(camt, "//Ntry[2]/RvslInd")).isEqualTo("true");
        assertThat(text(camt, "//Ntry[2]//EndToEndId")).isEqualTo("tr_1");
        assertThat(text(camt, "//Ntry[2]/AcctSvcrRef")).isEqualTo("SB1");
    }

    @Test
    void what_is_not_a_day_or_not_a_format_is_refused() {
        assertThat(statement("2026-02-30", "").status()).isEqualTo(400);
        assertThat(statement("today", "").status()).isEqualTo(400);
        assertThat(statement("2026-01-31", "image/png").status()).isEqualTo(406);
        assertThat(statement("2026-01-31", "*/*").contentType()).startsWith("text/csv");
    }

    @Test
    void a_statement_can_be_made_up_or_break_off() {
        bank.fault(
                "\"operation\": \"statement\", \"fault\": \"error_before\", \"status\": 200,"
                        + " \"body\": \"line,at\\n1,never\", \"times\": 1");
        var madeUp = statement("2026-01-31", "");
        assertThat(madeUp.contentType()).startsWith("text/csv");
        assertThat(madeUp.body()).isEqualTo("line,at\n1,never");
        bank.fault("\"operation\": \"statement\", \"fault\": \"truncate\"");
        assertThat(bank.caller.get("/v1/statements/2026-01-31"))
                .isEqualTo(new Reply.Lost(Reply.How.BROKEN_OFF));
    }

    private Document camt(String date) throws Exception {
        var body = statement(date, "application/xml").body();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    private static String text(Document document, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        return xpath.evaluate(path, document);
    }
}
