package org.banktransfer.service.connector.statement;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.banktransfer.reconciliation.Movement;
import org.banktransfer.reconciliation.StatementUnreadable;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A statement as CSV, with the contract's columns in any order and others beside them.
final class CsvText {

    private static final List<String> COLUMNS =
            List.of("line", "at", "transfer_id", "kind", "amount", "currency", "reference");

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private CsvText() {}

    static List<Movement> read(String text) throws StatementUnreadable {
        // The last line of what broke off may look whole, and tell of a hundredth of its amount.
        if (!text.endsWith("\n")) {
            throw new StatementUnreadable("it breaks off");
        }
        try (var parser = FORMAT.parse(new StringReader(text))) {
            if (!parser.getHeaderNames().containsAll(COLUMNS)) {
                throw new StatementUnreadable("its first line does not name the columns");
            }
            var movements = new ArrayList<Movement>();
            for (var record : parser) {
                movements.add(movement(record));
            }
            return movements;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            // The library's message may quote the line.
            throw new StatementUnreadable("it is not CSV");
        }
    }

    private static Movement movement(CSVRecord record) throws StatementUnreadable {
        var place = "record " + record.getRecordNumber();
        if (!record.isConsistent()) {
            throw new StatementUnreadable(place + " has not as many fields as the first line");
        }
        return StatementText.movement(
                place,
                record.get("line"),
                record.get("at"),
                record.get("transfer_id"),
                record.get("kind"),
                record.get("amount"),
                record.get("currency"),
                record.get("reference"));
    }
}
