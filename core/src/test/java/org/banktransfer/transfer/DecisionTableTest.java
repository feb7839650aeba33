package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.CashOutWord.NotSent;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Step.Until;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The decision table, row by row. Everything that can be known of a transfer is met by exactly one
/// row, and the rules do what the row says.
class DecisionTableTest {

    /// In the column `cash-out`, `sent` is every word but `not sent`. Facts in the column `and`
    /// must all hold; the others do not matter.
    private static final String TABLE =
            """
            | ledger            | cash-out   | reversal           | and                                     | step                          |
            |-------------------|------------|--------------------|-----------------------------------------|-------------------------------|
            | not asked         | *          | *                  | *                                       | AskLedger                     |
            | no answer         | *          | *                  | *                                       | Wait(LEDGER)                  |
            | credited          | *          | *                  | *                                       | Close(completed)              |
            | open              | not sent   | *                  | advised against                         | VoidCredit(advice)            |
            | open              | not sent   | *                  | not advised against, may cash out       | CashOut                       |
            | open              | not sent   | *                  | not advised against, may not cash out   | VoidCredit(NEVER_ARRIVED)     |
            | open              | not asked  | *                  | may look up                             | AskInstitution                |
            | open              | not asked  | *                  | may not look up                         | VoidCredit(TIMED_OUT)         |
            | open              | approved   | *                  | patience left                           | Credit                        |
            | open              | approved   | *                  | patience gone                           | VoidCredit(TIMED_OUT)         |
            | open              | declined   | *                  | *                                       | Close(declined)               |
            | open              | never seen | *                  | *                                       | VoidCredit(NEVER_ARRIVED)     |
            | open              | door shut  | *                  | *                                       | VoidCredit(NEVER_ARRIVED)     |
            | open              | unknown    | *                  | may cash out                            | CashOut                       |
            | open              | unknown    | *                  | may not cash out, patience left         | Wait(CASH_OUT)                |
            | open              | unknown    | *                  | may not cash out, patience gone         | VoidCredit(TIMED_OUT)         |
            | voided and booked | *          | *                  | *                                       | Close(reversed)               |
            | voided            | not sent   | *                  | *                                       | Close(reversed)               |
            | voided            | sent       | not asked          | *                                       | Reverse                       |
            | voided            | sent       | reversed           | *                                       | BookReversal                  |
            | voided            | sent       | blocked            | may still arrive                        | Wait(EXPIRY)                  |
            | voided            | sent       | blocked            | cannot arrive                           | BookReversal                  |
            | voided            | sent       | nothing to reverse | may still arrive                        | Wait(EXPIRY)                  |
            | voided            | sent       | nothing to reverse | cannot arrive                           | BookReversal                  |
            | voided            | sent       | refused            | *                                       | Park(REVERSAL_REFUSED)        |
            | voided            | sent       | reversing          | window open                             | Wait(REVERSAL)                |
            | voided            | sent       | reversing          | window closing                          | Park(REVERSAL_WINDOW_CLOSING) |
            | voided            | sent       | unknown            | window open                             | Wait(REVERSAL)                |
            | voided            | sent       | unknown            | window closing                          | Park(REVERSAL_WINDOW_CLOSING) |
            """;

    private static final List<Row> ROWS = TABLE.lines().skip(2).map(Row::of).toList();

    /// One row of the table, as it is written.
    private record Row(
            String ledger, String cashOut, String reversal, List<String> and, String step) {

        static Row of(String line) {
            var cells = cells(line);
            return new Row(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    List.of(cells.get(3).split(", ", -1)),
                    cells.get(4));
        }

        boolean isMetBy(Facts facts) {
            return is(ledger, ledgerWord(facts.ledger()))
                    && (is(cashOut, word(facts.cashOut()))
                            || (cashOut.equals("sent") && !(facts.cashOut() instanceof NotSent)))
                    && is(reversal, word(facts.reversal()))
                    && and.stream().allMatch(fact -> holds(fact, facts));
        }

        private static boolean is(String cell, String word) {
            return cell.equals("*") || cell.equals(word);
        }

        private static boolean holds(String fact, Facts facts) {
            return switch (fact) {
                case "*" -> true;
                case "advised against" -> facts.advice().isPresent();
                case "not advised against" -> facts.advice().isEmpty();
                case "may cash out" -> facts.mayCashOut();
                case "may not cash out" -> !facts.mayCashOut();
                case "may look up" -> facts.mayLookUp();
                case "may not look up" -> !facts.mayLookUp();
                case "patience left" -> facts.patienceLeft();
                case "patience gone" -> !facts.patienceLeft();
                case "may still arrive" -> facts.mayStillArrive();
                case "cannot arrive" -> !facts.mayStillArrive();
                case "window closing" -> facts.windowClosing();
                case "window open" -> !facts.windowClosing();
                default -> throw new AssertionError("no such fact: " + fact);
            };
        }

        Step stepFor(Facts facts) {
            return switch (step) {
                case "AskLedger" -> new Step.AskLedger();
                case "AskInstitution" -> new Step.AskInstitution();
                case "CashOut" -> new Step.CashOut();
                case "Credit" -> new Step.Credit(paid(facts));
                case "VoidCredit(advice)" -> new Step.VoidCredit(facts.advice().orElseThrow());
                case "VoidCredit(NEVER_ARRIVED)" -> new Step.VoidCredit(VoidReason.NEVER_ARRIVED);
                case "VoidCredit(TIMED_OUT)" -> new Step.VoidCredit(VoidReason.TIMED_OUT);
                case "Reverse" -> new Step.Reverse(voided(facts).reason());
                case "BookReversal" -> new Step.BookReversal();
                case "Wait(LEDGER)" -> new Step.Wait(Until.LEDGER);
                case "Wait(CASH_OUT)" -> new Step.Wait(Until.CASH_OUT);
                case "Wait(REVERSAL)" -> new Step.Wait(Until.REVERSAL);
                case "Wait(EXPIRY)" -> new Step.Wait(Until.EXPIRY);
                case "Park(REVERSAL_REFUSED)" -> new Step.Park(ParkReason.REVERSAL_REFUSED);
                case "Park(REVERSAL_WINDOW_CLOSING)" ->
                        new Step.Park(ParkReason.REVERSAL_WINDOW_CLOSING);
                case "Close(completed)" ->
                        new Step.Close(
                                new TransferState.Completed(
                                        ((LedgerAnswer.Credited) facts.ledger()).amount()));
                case "Close(declined)" ->
                        new Step.Close(
                                new TransferState.Declined(
                                        ((CashOutWord.Declined) facts.cashOut()).code()));
                case "Close(reversed)" ->
                        new Step.Close(
                                new TransferState.Reversed(
                                        voided(facts).reason(), voided(facts).inTransit()));
                default -> throw new AssertionError("no such step: " + step);
            };
        }

        private static Money paid(Facts facts) {
            return ((CashOutWord.Approved) facts.cashOut()).amount();
        }

        private static Voided voided(Facts facts) {
            return (Voided) facts.ledger();
        }
    }

    @Test
    void everything_that_can_be_known_is_met_by_one_row_and_the_rules_do_what_it_says() {
        var met = new HashMap<Row, Integer>();
        EveryFacts.forEach(facts -> {
            var rows = ROWS.stream().filter(row -> row.isMetBy(facts)).toList();
            if (rows.size() != 1) {
                throw new AssertionError(facts + " is met by " + rows);
            }
            var row = rows.getFirst();
            if (!DecisionTable.next(facts).equals(row.stepFor(facts))) {
                throw new AssertionError(
                        facts + ": " + row + ", found " + DecisionTable.next(facts));
            }
            met.merge(row, 1, Integer::sum);
        });
        assertThat(met.keySet()).isEqualTo(new HashSet<>(ROWS));
    }

    @Test
    void the_architecture_shows_the_same_table() throws IOException {
        var page = Files.readString(root().resolve("ARCHITECTURE.md"));
        var begin = "<!-- decision table -->";
        var end = "<!-- end of the decision table -->";
        assertThat(page).containsOnlyOnce(begin).containsOnlyOnce(end);
        var shown = page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end));

        assertThat(rows(shown)).isEqualTo(rows(TABLE));
    }

    private static List<List<String>> rows(String table) {
        return table.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|-"))
                .map(DecisionTableTest::cells)
                .toList();
    }

    private static List<String> cells(String line) {
        var between = line.substring(1, line.lastIndexOf('|'));
        return Arrays.stream(between.split("\\|", -1)).map(String::strip).toList();
    }

    private static String ledgerWord(LedgerAnswer answer) {
        return answer instanceof Voided voided && voided.reversalBooked()
                ? "voided and booked"
                : word(answer);
    }

    private static final Map<Class<?>, String> WORDS = new HashMap<>();

    /// A case's name in words: `NeverSeen` is `never seen`.
    private static String word(Object sealedCase) {
        return WORDS.computeIfAbsent(
                sealedCase.getClass(),
                type ->
                        type.getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                                .toLowerCase(Locale.ROOT));
    }

    private static Path root() {
        return Repository.root();
    }
}
