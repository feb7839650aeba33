package org.banktransfer.service.connector.statement;

import org.banktransfer.money.Money;
import org.banktransfer.reconciliation.Movement;
import org.banktransfer.reconciliation.Movement.Kind;
import org.banktransfer.reconciliation.StatementUnreadable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a statement in either format of the published contract, whole or not at all: a line that
/// is not understood could be the one that matters.
public final class StatementText {

    private static final Pattern TRANSFER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern LINE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,18}");
    private static final Pattern REFERENCE = Pattern.compile("[\\x20-\\x7e]{0,128}");

    private StatementText() {}

    /// @param utf8 CSV (RFC 4180), or ISO 20022 camt.053 if it begins as XML does
    /// @return in the order in which they stand there
    /// @throws StatementUnreadable naming the line
    public static List<Movement> read(byte[] utf8) throws StatementUnreadable {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new StatementUnreadable("it is not UTF-8");
        }
        return text.stripLeading().startsWith("<") ? CamtText.read(text) : CsvText.read(text);
    }

    /// One movement as both formats spell it.
    ///
    /// @param place where it stands, for people
    /// @throws StatementUnreadable naming the place and the field
    static Movement movement(
            String place,
            String line,
            String at,
            String transfer,
            String kind,
            String amountMinor,
            String currency,
            String reference)
            throws StatementUnreadable {
        check(LINE.matcher(line).matches(), place, "line");
        check(TRANSFER.matcher(transfer).matches(), place, "transfer_id");
        check(AMOUNT.matcher(amountMinor).matches(), place, "amount");
        check(REFERENCE.matcher(reference).matches(), place, "reference");
        return new Movement(
                Long.parseLong(line),
                instant(place, at),
                transfer,
                kind(place, kind),
                money(place, amountMinor, currency),
                reference);
    }

    private static Instant instant(String place, String at) throws StatementUnreadable {
        try {
            return Instant.parse(at);
        } catch (DateTimeException e) {
            throw wrong(place, "at");
        }
    }

    private static Kind kind(String place, String kind) throws StatementUnreadable {
        return switch (kind) {
            case "cash_out" -> Kind.CASH_OUT;
            case "reversal" -> Kind.REVERSAL;
            default -> throw wrong(place, "kind");
        };
    }

    private static Money money(String place, String minor, String currency)
            throws StatementUnreadable {
        try {
            return Money.of(Long.parseLong(minor), currency);
        } catch (IllegalArgumentException e) {
            throw wrong(place, "amount or currency");
        }
    }

    private static void check(boolean holds, String place, String field)
            throws StatementUnreadable {
        if (!holds) {
            throw wrong(place, field);
        }
    }

    private static StatementUnreadable wrong(String place, String field) {
        return new StatementUnreadable(place + ": " + field + " is not as the contract has it");
    }
}
