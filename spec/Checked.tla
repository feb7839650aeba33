------------------------------ MODULE Checked ------------------------------
(* What the configurations choose from. *)
EXTENDS CardTransfer

One == {"t1"}
Two == {"t1", "t2"}
OneCard == [t \in Transfers |-> "c1"]
\* The first takes the whole balance, the second an amount that leaves something.
Wishes == [t \in Transfers |-> IF t = "t1" THEN 0 ELSE 1]

Full == [tombstones |-> TRUE, dedupes |-> TRUE, looksUp |-> TRUE, current |-> TRUE,
         immediate |-> TRUE]
Slow == [Full EXCEPT !.immediate = FALSE]
Lagging(what) == [what EXCEPT !.current = FALSE]
Blind == [Full EXCEPT !.looksUp = FALSE]
NoTombstones == [Full EXCEPT !.tombstones = FALSE]
Bare == [tombstones |-> FALSE, dedupes |-> FALSE, looksUp |-> FALSE, current |-> TRUE,
         immediate |-> FALSE]
Forgetful == [Full EXCEPT !.dedupes = FALSE]
OnlyFull == {Full}
OnlyBare == {Bare}
OnlySlow == {Slow}
OnlyNoTombstones == {NoTombstones}
AllSheets == {Full, Slow, NoTombstones, Forgetful, Blind, Bare}
  \cup {Lagging(what) : what \in {Full, Slow, NoTombstones, Forgetful}}

\* Of the two orders in which two transfers can be pressed, the one that takes the whole balance first.
WholeBalanceFirst == "t2" \in Accepted => "t1" \in Accepted

(* ---- fewer states: two that nothing can tell apart from here on are one ---- *)
\* What a run has heard and will never look at again, row by row of the decision table.
MemoryThatMatters(m) ==
  CASE m = Idle -> <<Nobody>>
    [] m # Idle /\ m.ledger = "no answer" -> <<m.of, "lost">>
    [] m # Idle /\ m.ledger \in {"credited", "booked"} -> <<m.of, m.step, m.ledger>>
    [] m # Idle /\ m.ledger = "voided" ->
         <<m.of, m.step, m.ledger, m.cashOut = "not sent", m.reversal,
           m.sure /\ (m.step = "reverse" \/ m.reversal \in {"blocked", "nothing to reverse"})>>
    [] OTHER -> <<m.of, m.step, m.ledger, m.cashOut, m.heard, m.hand>>

CanMatter(q) ==
  CASE q[1] \in {"credit", "void_credit"} -> entry[q[2]].is = "open"
    [] q[1] = "book_reversal" -> entry[q[2]].is = "voided"
    [] q[1] = "reverse" -> cashOut[q[2]] \notin {"reversed", "blocked"}
    [] OTHER -> FALSE

\* A run has heard too early that there was nothing to reverse.
HeardTooEarly(t) ==
  \E r \in Runs : /\ run[r].of = t
                 /\ run[r].ledger = "voided"
                 /\ run[r].reversal \in {"blocked", "nothing to reverse"}
                 /\ ~run[r].sure

\* Time matters while a cash-out may be executed, or a reversal may still find nothing; and to a run
\* that is only kept from believing what it heard too early by remembering when it asked.
AgeThatMatters(t) ==
  IF TakenForNew(t) \/ ~sheet.dedupes \/ cashOut[t] = "declined" \/ HeardTooEarly(t)
  THEN age[t] ELSE 0

\* Runs differ in what they remember alone, not in their names.
Essence ==
  LET memories == [r \in Runs |-> MemoryThatMatters(run[r])]
  IN <<sheet, card, cashOut, paid, entry, books, status, told,
       [t \in Transfers |-> AgeThatMatters(t)],
       {q \in queued : ~IsFinal(status[q[1]]) /\ q[2] # "parked"},
       {q \in sent : CanMatter(q)},
       [t \in Transfers |-> IF TakenForNew(t) \/ ~sheet.dedupes THEN copies[t] ELSE 0],
       {<<memories[r], Cardinality({q \in Runs : memories[q] = memories[r]})>> : r \in Runs}>>
=============================================================================
