package org.banktransfer.service.connector.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.money.Money;
import org.banktransfer.reconciliation.Movement;
import org.banktransfer.reconciliation.Movement.Kind;
import org.banktransfer.reconciliation.Statement;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// Statements as the published contract has them are read whole; what is not is not read at all.
class StatementTextTest {

    private static final String HEAD = "line,at,transfer_id,kind,amount,currency,reference\r\n";
    private static final String PAID = "1,2026-01-31T12:00:00.120Z,tr_1,cash_out,2500,USD,SB1\r\n";
    private static final String BACK = "2,2026-01-31T12:00:04Z,tr_1,reversal,2500,USD,SB1\r\n";

    private static final List<Movement> BOTH =
            List.of(
                    new Movement(
                            1,
                            Instant.parse("2026-01-31T12:00:00.120Z"),
                            "tr_1",
                            Kind.CASH_OUT,
                            Money.of(2_500, "USD"),
                            "SB1"),
                    new Movement(
                            2,
                            Instant.parse("2026-01-31T12:00:04Z"),
                            "tr_1",
                            Kind.REVERSAL,
                            Money.of(2_500, "USD"),
                            "SB1"));

    private static final String ENTRY =
            """
            <Ntry><NtryRef>%d</NtryRef><Amt Ccy="%s">%s</Amt><CdtDbtInd>%s</CdtDbtInd>
              <RvslInd>%s</RvslInd><Sts><Cd>%s</Cd></Sts><BookgDt><DtTm>%s</DtTm></BookgDt>
              <AcctSvcrRef>SB1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>tr_1</EndToEndId>
              </Refs></TxDtls></NtryDtls></Ntry>
            """;

    @Test
    void csv_is_read_line_by_line() throws StatementUnreadable {
        assertThat(read(HEAD + PAID + BACK)).isEqualTo(BOTH);
        assertThat(read(HEAD)).isEmpty();
    }

    @Test
    void csv_may_quote_and_have_its_columns_in_another_order_and_others_beside_them()
            throws StatementUnreadable {
        assertThat(
                        read(
                                """
                                "reference","fee",at,transfer_id,line,kind,currency,amount
                                "SB1","a, ""b\""",2026-01-31T12:00:00.120Z,tr_1,1,cash_out,USD,"2500"
                                SB1,,2026-01-31T12:00:04Z,tr_1,2,reversal,USD,2500
                                """))
                .isEqualTo(BOTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>not today</html>",
                "line,at,transfer_id,kind,amount,currency\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,25",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,2500,USD\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,2500,USD,SB1,more\r\n",
                HEAD + "1,2026-01-31,tr_1,cash_out,2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,,cash_out,2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr 1,cash_out,2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,not_reversal,2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,25.00,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,-2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,0,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,9223372036854775808,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,tr_1,cash_out,2500,ZZZ,SB1\r\n",
                HEAD + "one,2026-01-31T12:00:00Z,tr_1,cash_out,2500,USD,SB1\r\n",
                HEAD + "1,2026-01-31T12:00:00Z,\"tr_1,cash_out,2500,USD,SB1\r\n"
            })
    void what_is_not_a_whole_statement_is_not_read_and_not_repeated(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StatementUnreadable.class)
                .hasMessageNotContainingAny("tr_1", "SB1", "2500", "today");
    }

    @Test
    void camt_053_says_the_same() throws StatementUnreadable {
        var paid = ENTRY.formatted(1, "USD", "25.00", "CRDT", "false", "BOOK", BOTH.get(0).at());
        var back = ENTRY.formatted(2, "USD", "25.00", "DBIT", "true", "BOOK", BOTH.get(1).at());
        var coming = ENTRY.formatted(3, "USD", "1.00", "CRDT", "false", "PDNG", BOTH.get(1).at());

        assertThat(read(camt(paid + back + coming))).isEqualTo(BOTH);
        assertThat(read(camt(""))).isEmpty();
    }

    @Test
    void amounts_of_camt_053_have_their_currencys_digits() throws StatementUnreadable {
        var yen = ENTRY.formatted(1, "JPY", "2500", "CRDT", "false", "BOOK", BOTH.get(0).at());

        assertThat(read(camt(yen)).getFirst().amount()).isEqualTo(Money.of(2_500, "JPY"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USD|25.001|CRDT|false",
                "USD|25.00|DBIT|false",
                "USD|25.00|CRDT|true",
                "USD||CRDT|false",
                "ZZZ|25.00|CRDT|false"
            })
    void an_entry_that_contradicts_itself_is_not_read(String values) {
        var value = values.split("\\|", -1);
        var entry =
                ENTRY.formatted(
                        1, value[0], value[1], value[2], value[3], "BOOK", "2026-01-31T12:00:00Z");

        assertThatThrownBy(() -> read(camt(entry))).isInstanceOf(StatementUnreadable.class);
    }

    @Test
    void camt_053_that_breaks_off_or_brings_entities_is_not_read() {
        var whole = camt("");
        assertThatThrownBy(() -> read(whole.substring(0, whole.length() - 20)))
                .isInstanceOf(StatementUnreadable.class);
        assertThatThrownBy(() ->
                        read(
                                "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                                        + camt("<Ntry>&e;</Ntry>")))
                .isInstanceOf(StatementUnreadable.class)
                .hasMessageNotContaining("root");
    }

    @Test
    void a_file_tells_of_the_days_from_its_first_movement_to_its_last(@TempDir Path directory)
            throws IOException, StatementUnreadable {
        var file = directory.resolve("statement.csv");
        var source = new FileStatements(new InstitutionName("sandbox"), file);
        Files.writeString(file, HEAD + PAID + BACK.replace("01-31", "02-02"));
        assertThat(source.statements(LocalDate.MIN, LocalDate.MAX))
                .singleElement()
                .extracting(Statement::days)
                .isEqualTo(
                        Set.of(
                                LocalDate.parse("2026-01-31"),
                                LocalDate.parse("2026-02-01"),
                                LocalDate.parse("2026-02-02")));

        Files.writeString(file, HEAD);
        assertThat(source.statements(LocalDate.MIN, LocalDate.MAX))
                .containsExactly(new Statement(Set.of(), List.of()));

        Files.writeString(file, PAID);
        assertThatThrownBy(() -> source.statements(LocalDate.MIN, LocalDate.MAX))
                .isInstanceOf(StatementUnreadable.class)
                .hasMessageContaining("statement.csv");
    }

    private static String camt(String entries) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
        %s</Stmt></BkToCstmrStmt></Document>\
        """
                .formatted(entries);
    }

    private static List<Movement> read(String text) throws StatementUnreadable {
        return StatementText.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
