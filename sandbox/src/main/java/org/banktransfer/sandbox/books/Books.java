package org.banktransfer.sandbox.books;

import org.banktransfer.sandbox.books.Movement.Kind;
import org.banktransfer.sandbox.rules.Card;
import org.banktransfer.sandbox.rules.CashOutRequest;
import org.banktransfer.sandbox.rules.CashOutRuling;
import org.banktransfer.sandbox.rules.Entry;
import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.banktransfer.sandbox.rules.Quirk;
import org.banktransfer.sandbox.rules.ReversalRuling;
import org.banktransfer.sandbox.rules.Rules;
import org.banktransfer.sandbox.rules.Seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The institution's books. Every method that changes something returns when the change is on disk;
/// until then nothing of it is seen. Safe from any thread; [Writer] puts the changes in one order.
public final class Books implements AutoCloseable {

    /// What a reversal came to.
    public sealed interface ReversalOutcome {
        /// The entry as it stands now.
        record Standing(Entry entry) implements ReversalOutcome {}

        /// It will be taken back; this call recorded that.
        record Promised(Reversing entry) implements ReversalOutcome {}

        /// It is not taken back; nothing changed.
        record Refused(String code) implements ReversalOutcome {}
    }

    private final Path file;
    private final Writer writer;
    private final InstantSource clock;
    private final Seal seal;

    /// The last statement line used. Touched by the writer's thread only; a line that was rolled
    /// back leaves a gap, never a duplicate.
    private long line;

    private Books(Path file, Session session, InstantSource clock) throws SQLException {
        Schema.make(session);
        this.file = file;
        this.clock = clock;
        seal = new Seal(Schema.sealKey(session));
        line = MovementTable.lastLine(session);
        session.commit();
        writer = new Writer(session, Writer.WAITING_MAX);
    }

    /// Opens the books in this directory, made if it is missing.
    ///
    /// @throws BooksBroken if they cannot be opened
    public static Books open(Path directory, InstantSource clock) {
        try {
            Files.createDirectories(directory);
            var file = directory.resolve("institution.db");
            return new Books(file, Session.writing(file), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new BooksBroken(e);
        }
    }

    /// What card numbers and PINs are compared by.
    public Seal seal() {
        return seal;
    }

    /// Reads what the writer has committed, beside it.
    public Reader reader() {
        return new Reader(file);
    }

    /// Carries out a cash-out, or says again what became of it.
    ///
    /// @return the entry as it stands, or nothing if the id is known for another request
    public Optional<Entry> cashOut(CashOutRequest request, Quirk quirk) {
        return writer.run(session -> cashOut(session, request, quirk));
    }

    private Optional<Entry> cashOut(Session session, CashOutRequest request, Quirk quirk)
            throws SQLException {
        var known = CashOutTable.find(session, request.id());
        var card = CardTable.find(session, request.cardNumber());
        var now = now();
        return switch (Rules.cashOut(known, card, request, now, quirk)) {
            case CashOutRuling.AsRecorded(var entry) -> Optional.of(entry);
            case CashOutRuling.OtherContent() -> Optional.empty();
            case CashOutRuling.Pay(long amount) -> Optional.of(pay(session, request, amount, now));
            case CashOutRuling.Decline(var code, var detail) -> {
                var declined = new Declined(request.id(), request.content(), code, detail, now);
                CashOutTable.put(session, declined);
                if (code.equals("wrong_pin") && card != null) {
                    CardTable.countWrongPin(session, card.number());
                }
                yield Optional.of(declined);
            }
        };
    }

    private Approved pay(Session session, CashOutRequest request, long amount, Instant now)
            throws SQLException {
        var approved =
                new Approved(
                        request.id(),
                        request.content(),
                        request.cardNumber(),
                        amount,
                        request.currency(),
                        "SB" + (line + 1),
                        now);
        CardTable.move(session, request.cardNumber(), -amount);
        CashOutTable.put(session, approved);
        book(session, approved, Kind.CASH_OUT, now);
        return approved;
    }

    /// Takes a cash-out back, or shuts the door on one not seen yet.
    public ReversalOutcome reverse(String id, Quirk quirk) {
        return writer.run(session -> reverse(session, id, quirk));
    }

    private ReversalOutcome reverse(Session session, String id, Quirk quirk) throws SQLException {
        var now = now();
        return switch (Rules.reversal(CashOutTable.find(session, id), quirk)) {
            case ReversalRuling.AsRecorded(var entry) -> new ReversalOutcome.Standing(entry);
            case ReversalRuling.Refuse(var code) -> new ReversalOutcome.Refused(code);
            case ReversalRuling.PretendToBlock() ->
                    new ReversalOutcome.Standing(new Blocked(id, now));
            case ReversalRuling.Block() -> record(session, new Blocked(id, now));
            case ReversalRuling.PutBackLater(var cashOut, var due) -> {
                var reversing = new Reversing(cashOut, due, now);
                CashOutTable.put(session, reversing);
                yield new ReversalOutcome.Promised(reversing);
            }
            case ReversalRuling.PutBack(var cashOut) -> putBack(session, cashOut, now);
        };
    }

    private static ReversalOutcome record(Session session, Entry entry) throws SQLException {
        CashOutTable.put(session, entry);
        return new ReversalOutcome.Standing(entry);
    }

    private ReversalOutcome putBack(Session session, Approved cashOut, Instant now)
            throws SQLException {
        CardTable.move(session, cashOut.cardNumber(), cashOut.amountMinor());
        book(session, cashOut, Kind.REVERSAL, now);
        return record(session, new Reversed(cashOut, now));
    }

    /// Does a reversal that was accepted earlier. An entry in any other state is left as it is.
    ///
    /// @return whether there was one to do
    public boolean finishReversal(String id) {
        return writer.run(session -> {
            if (CashOutTable.find(session, id) instanceof Reversing(var cashOut, _, _)) {
                putBack(session, cashOut, now());
                return true;
            }
            return false;
        });
    }

    /// What is on record for this id, if anything. Moves no money.
    public Optional<Entry> lookUp(String id, Quirk quirk) {
        return writer.run(session ->
                Optional.ofNullable(Rules.lookUp(CashOutTable.find(session, id), quirk)));
    }

    /// The card, if issued.
    public Optional<Card> card(String number) {
        return writer.run(session -> Optional.ofNullable(CardTable.find(session, number)));
    }

    /// Issues these cards, or sets issued ones to this; all or, where one is refused, none.
    ///
    /// @return whether it was done: an issued card keeps its currency, because amounts that left it
    ///   may still come back
    public boolean putCards(List<Card> cards) {
        return writer.run(session -> {
            for (var card : cards) {
                var issued = CardTable.find(session, card.number());
                if (issued != null && !issued.currency().equals(card.currency())) {
                    return false;
                }
            }
            for (var card : cards) {
                CardTable.put(session, card);
            }
            return true;
        });
    }

    private void book(Session session, Approved cashOut, Kind kind, Instant now)
            throws SQLException {
        line++;
        MovementTable.add(
                session,
                new Movement(
                        line,
                        now,
                        cashOut.id(),
                        kind,
                        cashOut.amountMinor(),
                        cashOut.currency(),
                        cashOut.reference()));
    }

    /// To the millisecond, which is what the database keeps: an answer and its repeat are equal.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Finishes what is under way and closes the file.
    @Override
    public void close() {
        writer.close();
    }
}
