package org.banktransfer.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.sandbox.books.Movement;
import org.banktransfer.sandbox.books.Reader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A statement as CSV (RFC 4180): a head line and a line for each movement. No value has a comma, a
/// quote or a line end in it, so none is quoted.
final class CsvStatement {

    private final Reader reader;

    CsvStatement(Reader reader) {
        this.reader = reader;
    }

    void write(LocalDate date, OutputStream out) throws IOException {
        var lines = new PrintWriter(new OutputStreamWriter(out, UTF_8));
        lines.print("line,at,transfer_id,kind,amount,currency,reference\r\n");
        reader.movements(
                date.atStartOfDay().toInstant(ZoneOffset.UTC),
                date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC),
                movement -> lines.print(line(movement)));
        lines.flush();
        if (lines.checkError()) {
            throw new IOException("the caller went away");
        }
    }

    private static String line(Movement movement) {
        return movement.line()
                + ","
                + movement.at()
                + ","
                + movement.transferId()
                + ","
                + movement.kind().wire()
                + ","
                + movement.amountMinor()
                + ","
                + movement.currency()
                + ","
                + movement.reference()
                + "\r\n";
    }
}
