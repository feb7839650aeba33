package org.banktransfer.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.sandbox.books.Movement;
import org.banktransfer.sandbox.books.Movement.Kind;
import org.banktransfer.sandbox.books.Reader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A statement as ISO 20022 camt.053.001.08: what this institution owes the caller, one `Stmt` a
/// currency, each with its opening and closing balance and an entry for each movement. A cash-out
/// is a credit to the caller, a reversal a debit marked as such.
final class CamtStatement {

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    private final Reader reader;
    private final InstantSource clock;

    CamtStatement(Reader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    void write(LocalDate date, OutputStream out) throws IOException {
        try {
            var xml =
                    new Element(
                            XMLOutputFactory.newInstance()
                                    .createXMLStreamWriter(out, UTF_8.name()));
            write(date, xml);
            xml.writer.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void write(LocalDate date, Element xml) throws XMLStreamException {
        var from = date.atStartOfDay().toInstant(ZoneOffset.UTC);
        var until = date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var opening = reader.paidOutBefore(from);
        var closing = reader.paidOutBefore(until);
        var created = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();

        xml.writer.writeStartDocument(UTF_8.name(), "1.0");
        xml.writer.writeStartElement("Document");
        xml.writer.writeDefaultNamespace(NAMESPACE);
        xml.start("BkToCstmrStmt");
        xml.start("GrpHdr").text("MsgId", "SB-" + date).text("CreDtTm", created).end();
        // The format wants at least one statement; with nothing ever paid it is one of no currency.
        Set<String> currencies = new TreeSet<>(closing.keySet());
        if (currencies.isEmpty()) {
            currencies.add("XXX");
        }
        for (var currency : currencies) {
            xml.start("Stmt")
                    .text("Id", "SB-" + date + "-" + currency)
                    .text("CreDtTm", created)
                    .start("FrToDt")
                    .text("FrDtTm", from.toString())
                    .text("ToDtTm", until.minusMillis(1).toString())
                    .end();
            xml.start("Acct").start("Id").start("Othr").text("Id", "BANKTRANSFER").end().end();
            xml.text("Ccy", currency).end();
            balance(xml, "OPBD", opening.getOrDefault(currency, 0L), currency, date);
            balance(xml, "CLBD", closing.getOrDefault(currency, 0L), currency, date);
            entries(xml, currency, from, until);
            xml.end();
        }
        xml.end();
        xml.writer.writeEndElement();
        xml.writer.writeEndDocument();
    }

    private static void balance(
            Element xml, String type, long amountMinor, String currency, LocalDate date)
            throws XMLStreamException {
        xml.start("Bal").start("Tp").start("CdOrPrtry").text("Cd", type).end().end();
        xml.amount(Math.abs(amountMinor), currency)
                .text("CdtDbtInd", amountMinor < 0 ? "DBIT" : "CRDT")
                .start("Dt")
                .text("Dt", date.toString())
                .end()
                .end();
    }

    private void entries(Element xml, String currency, Instant from, Instant until) {
        reader.movements(
                from,
                until,
                movement -> {
                    if (movement.currency().equals(currency)) {
                        try {
                            entry(xml, movement);
                        } catch (XMLStreamException e) {
                            throw new UncheckedIOException(new IOException(e));
                        }
                    }
                });
    }

    private static void entry(Element xml, Movement movement) throws XMLStreamException {
        var reversal = movement.kind() == Kind.REVERSAL;
        xml.start("Ntry")
                .text("NtryRef", Long.toString(movement.line()))
                .amount(movement.amountMinor(), movement.currency())
                .text("CdtDbtInd", reversal ? "DBIT" : "CRDT")
                .text("RvslInd", Boolean.toString(reversal))
                .start("Sts")
                .text("Cd", "BOOK")
                .end()
                .start("BookgDt")
                .text("DtTm", movement.at().toString())
                .end()
                .text("AcctSvcrRef", movement.reference())
                .start("BkTxCd")
                .start("Prtry")
                .text("Cd", movement.kind().wire())
                .end()
                .end()
                .start("NtryDtls")
                .start("TxDtls")
                .start("Refs")
                .text("EndToEndId", movement.transferId())
                .end()
                .end()
                .end()
                .end();
    }

    /// Writes elements, one call an element.
    private record Element(XMLStreamWriter writer) {

        Element start(String name) throws XMLStreamException {
            writer.writeStartElement(name);
            return this;
        }

        Element end() throws XMLStreamException {
            writer.writeEndElement();
            return this;
        }

        Element text(String name, String text) throws XMLStreamException {
            writer.writeStartElement(name);
            writer.writeCharacters(text);
            return end();
        }

        /// An amount in the currency's main unit, as the format has it.
        Element amount(long amountMinor, String currency) throws XMLStreamException {
            writer.writeStartElement("Amt");
            writer.writeAttribute("Ccy", currency);
            writer.writeCharacters(
                    BigDecimal.valueOf(amountMinor, digits(currency)).toPlainString());
            return end();
        }

        private static int digits(String currency) {
            try {
                return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
            } catch (IllegalArgumentException e) {
                return 2;
            }
        }
    }
}
