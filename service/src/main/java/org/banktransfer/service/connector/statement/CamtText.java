package org.banktransfer.service.connector.statement;

import org.banktransfer.reconciliation.Movement;
import org.banktransfer.reconciliation.StatementUnreadable;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A statement as ISO 20022 camt.053, with an entry for each movement: `NtryRef`, `BookgDt/DtTm`,
/// `EndToEndId`, `CdtDbtInd` and `RvslInd`, `Amt`, `AcctSvcrRef`. Entries that are not booked are
/// none yet.
final class CamtText {

    /// `ActiveOrHistoricCurrencyAndAmount` of ISO 20022 has 18 digits, up to five after the point.
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,5})?");

    private CamtText() {}

    static List<Movement> read(String text) throws StatementUnreadable {
        // No statement has one, and the JDK's way of skipping it throws what its reader does not.
        if (text.contains("<!DOCTYPE")) {
            throw new StatementUnreadable("it declares a document type");
        }
        var factory = XMLInputFactory.newFactory();
        // No entity of a stranger's is looked up or unfolded.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var xml = factory.createXMLStreamReader(new StringReader(text));
            var movements = new ArrayList<Movement>();
            boolean isCamt = false;
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    isCamt |= xml.getLocalName().equals("BkToCstmrStmt");
                    if (isCamt && xml.getLocalName().equals("Ntry")) {
                        var entry = entry(xml);
                        if (entry.getOrDefault("Sts/Cd", "").equals("BOOK")) {
                            movements.add(movement("entry " + (movements.size() + 1), entry));
                        }
                    }
                }
            }
            if (!isCamt) {
                throw new StatementUnreadable("it is no camt.053");
            }
            return movements;
        } catch (XMLStreamException e) {
            // The parser's message may quote what it could not read.
            throw new StatementUnreadable("it is not XML, or breaks off");
        }
    }

    /// The texts within an entry, by their path in it.
    private static Map<String, String> entry(XMLStreamReader xml) throws XMLStreamException {
        var texts = new HashMap<String, String>();
        var path = new ArrayList<String>();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    path.add(xml.getLocalName());
                    if (xml.getLocalName().equals("Amt") && path.size() == 1) {
                        var currency = xml.getAttributeValue(null, "Ccy");
                        texts.put("Amt/@Ccy", currency == null ? "" : currency);
                    }
                }
                case XMLStreamConstants.CHARACTERS -> {
                    if (!xml.isWhiteSpace()) {
                        texts.put(String.join("/", path), xml.getText().strip());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (depth > 0) {
                        path.removeLast();
                    }
                }
                default -> {}
            }
        }
        return texts;
    }

    private static Movement movement(String place, Map<String, String> entry)
            throws StatementUnreadable {
        var currency = entry.getOrDefault("Amt/@Ccy", "");
        return StatementText.movement(
                place,
                entry.getOrDefault("NtryRef", ""),
                entry.getOrDefault("BookgDt/DtTm", ""),
                entry.getOrDefault("NtryDtls/TxDtls/Refs/EndToEndId", ""),
                kind(entry),
                minor(entry.getOrDefault("Amt", ""), currency),
                currency,
                entry.getOrDefault("AcctSvcrRef", ""));
    }

    /// Both signs must say the same.
    private static String kind(Map<String, String> entry) {
        return switch (entry.getOrDefault("CdtDbtInd", "")
                + " "
                + entry.getOrDefault("RvslInd", "false")) {
            case "CRDT false" -> "cash_out";
            case "DBIT true" -> "reversal";
            default -> "";
        };
    }

    /// Main units as the format has them, in minor units; empty if they do not come out whole.
    private static String minor(String amount, String currency) {
        // Not with an exponent, which makes a hundred million digits of a few.
        if (!AMOUNT.matcher(amount).matches()) {
            return "";
        }
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return new BigDecimal(amount)
                    .movePointRight(Math.max(digits, 0))
                    .toBigIntegerExact()
                    .toString();
        } catch (ArithmeticException | IllegalArgumentException e) {
            return "";
        }
    }
}
