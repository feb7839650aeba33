package org.banktransfer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.DecisionTable;
import org.banktransfer.transfer.Facts;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The model's decision table is the one that the engine runs by: TLC is given every combination of
/// what can be known and the step that Java owes it.
class SameTableTest {

    private static final Money PAID = new Money(1200, Currency.getInstance("EUR"));
    private static final VoidReason REASON = VoidReason.TIMED_OUT;

    private static final Map<String, LedgerAnswer> LEDGER =
            words(
                    "not asked", new LedgerAnswer.NotAsked(),
                    "no answer", new LedgerAnswer.NoAnswer(""),
                    "open", new LedgerAnswer.Open(),
                    "credited", new LedgerAnswer.Credited(PAID),
                    "voided", new LedgerAnswer.Voided(REASON, Optional.empty(), false),
                    "booked", new LedgerAnswer.Voided(REASON, Optional.empty(), true));

    private static final Map<String, CashOutWord> CASH_OUT =
            words(
                    "not sent", new CashOutWord.NotSent(),
                    "not asked", new CashOutWord.NotAsked(),
                    "approved", new CashOutWord.Approved(PAID, ""),
                    "declined", new CashOutWord.Declined(DeclineCode.CARD_DECLINED),
                    "door shut", new CashOutWord.DoorShut(),
                    "never seen", new CashOutWord.NeverSeen(),
                    "unknown", new CashOutWord.Unknown(""));

    private static final Map<String, ReversalWord> REVERSAL =
            words(
                    "not asked", new ReversalWord.NotAsked(),
                    "reversed", new ReversalWord.Reversed(),
                    "blocked", new ReversalWord.Blocked(),
                    "nothing to reverse", new ReversalWord.NothingToReverse(),
                    "reversing", new ReversalWord.Reversing(),
                    "refused", new ReversalWord.Refused(""),
                    "unknown", new ReversalWord.Unknown(""));

    @TempDir private Path directory;

    @Test
    void the_model_owes_the_step_that_the_engine_owes_whatever_is_known() throws IOException {
        var module = directory.resolve("SameTable.tla");
        var rows = rows();
        Files.writeString(module, module(rows));
        var task =
                new Task(
                        List.of(module, Specification.find().folder().resolve("DecisionTable.tla")),
                        "SameTable",
                        "SPECIFICATION Spec\n",
                        1,
                        512,
                        Duration.ofMinutes(5));

        var different = new ArrayList<String>();
        var verdict =
                new ModelChecker(
                                line -> {
                                    if (line.startsWith("<<\"different\"")) {
                                        different.add(line);
                                    }
                                })
                        .check(task);

        assertThat(rows).hasSize(6 * 7 * 7 * 32);
        assertThat(different).isEmpty();
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void the_model_has_every_word_that_ledger_and_institution_have() {
        assertThat(LEDGER.values().stream().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(LedgerAnswer.class.getPermittedSubclasses());
        assertThat(CASH_OUT.values().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(CashOutWord.class));
        assertThat(REVERSAL.values().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(ReversalWord.class));
    }

    @Test
    void advice_against_a_transfer_does_what_a_deadline_may_do_as_well() {
        var known = Map.entry(new LedgerAnswer.Open(), new CashOutWord.NotSent());
        var advised =
                new Facts(
                        known.getKey(),
                        known.getValue(),
                        new ReversalWord.NotAsked(),
                        Optional.of(VoidReason.REFUSED_LIMIT),
                        true,
                        true,
                        true,
                        false,
                        false);

        assertThat(DecisionTable.next(advised)).isInstanceOf(Step.VoidCredit.class);
    }

    private static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .<Class<?>>flatMap(one -> leaves(one).stream())
                        .distinct()
                        .toList()
                : List.of(type);
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        LEDGER.forEach((ledger, answer) ->
                CASH_OUT.forEach((cashOut, word) ->
                        REVERSAL.forEach((reversal, reply) -> {
                            for (int bits = 0; bits < 32; bits++) {
                                var facts = facts(answer, word, reply, bits);
                                rows.add(row(ledger, cashOut, reversal, facts));
                            }
                        })));
        return rows;
    }

    private static Facts facts(
            LedgerAnswer ledger, CashOutWord cashOut, ReversalWord reversal, int bits) {
        return new Facts(
                ledger,
                cashOut,
                reversal,
                Optional.empty(),
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0);
    }

    private static String row(String ledger, String cashOut, String reversal, Facts facts) {
        var step = DecisionTable.next(facts);
        return "R(\"%s\",\"%s\",\"%s\",%s,%s,%s,%s,%s,\"%s\",\"%s\")"
                .formatted(
                        ledger,
                        cashOut,
                        reversal,
                        tla(facts.mayCashOut()),
                        tla(facts.mayLookUp()),
                        tla(facts.patienceLeft()),
                        tla(facts.mayStillArrive()),
                        tla(!facts.windowClosing()),
                        step.word(),
                        step instanceof Step.Close(var state) ? word(state) : "");
    }

    private static String word(TransferState state) {
        return state.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String tla(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    private static String module(List<String> rows) {
        return """
        ---- MODULE SameTable ----
        EXTENDS DecisionTable, TLC
        R(ledger, cashOut, reversal, send, lookUp, patience, arrive, window, step, end) ==
          LET known == [ledger |-> ledger, cashOut |-> cashOut, reversal |-> reversal]
              may == [cashOut |-> send, lookUp |-> lookUp, patience |-> patience,
                      stillArrive |-> arrive, window |-> window]
          IN \\/ /\\ Table(known, may) = step
                /\\ step = "close" => CloseState(known) = end
             \\/ PrintT(<<"different", known, may, step, end, Table(known, may)>>)
        VARIABLE x
        Spec == x = 0 /\\ [][UNCHANGED x]_x
        ASSUME
        """
                + String.join("\n", rows.stream().map(row -> "  /\\ " + row).toList())
                + "\n====\n";
    }

    private static <T> Map<String, T> words(Object... pairs) {
        var words = new LinkedHashMap<String, T>();
        for (int i = 0; i < pairs.length; i += 2) {
            @SuppressWarnings("unchecked")
            var word = (T) pairs[i + 1];
            words.put((String) pairs[i], word);
        }
        return words;
    }
}
