--------------------------- MODULE DecisionTable ---------------------------
(* DecisionTable.java, row by row and in its order: the step owed to a
   transfer, from what one run knows of it.

   known   the run's memory: the last words of ledger and institution
   may     what clocks and the capability sheet allow it just now          *)

LedgerWords == {"not asked", "no answer", "open", "credited", "voided", "booked"}
CashOutWords == {"not sent", "not asked", "approved", "declined", "door shut", "never seen",
                 "unknown"}
ReversalWords == {"not asked", "reversed", "blocked", "nothing to reverse", "reversing",
                  "refused", "unknown"}
Steps == {"ask_ledger", "cash_out", "ask_institution", "credit", "void_credit", "reverse",
          "book_reversal", "close", "wait", "park"}

WhileOpen(known, may) ==
  CASE known.cashOut = "not sent" -> IF may.cashOut THEN "cash_out" ELSE "void_credit"
    [] known.cashOut = "not asked" -> IF may.lookUp THEN "ask_institution" ELSE "void_credit"
    [] known.cashOut = "approved" -> IF may.patience THEN "credit" ELSE "void_credit"
    [] known.cashOut = "declined" -> "close"
    [] known.cashOut \in {"never seen", "door shut"} -> "void_credit"
    [] known.cashOut = "unknown" -> IF may.cashOut THEN "cash_out"
                                    ELSE IF may.patience THEN "wait" ELSE "void_credit"

WhileVoided(known, may) ==
  CASE known.cashOut = "not sent" -> "close"
    [] known.reversal = "not asked" -> "reverse"
    [] known.reversal = "reversed" -> "book_reversal"
    [] known.reversal \in {"blocked", "nothing to reverse"} ->
         IF may.stillArrive THEN "wait" ELSE "book_reversal"
    [] known.reversal = "refused" -> "park"
    [] known.reversal \in {"reversing", "unknown"} -> IF may.window THEN "wait" ELSE "park"

Table(known, may) ==
  CASE known.ledger = "not asked" -> "ask_ledger"
    [] known.ledger = "no answer" -> "wait"
    [] known.ledger \in {"credited", "booked"} -> "close"
    [] known.ledger = "voided" -> WhileVoided(known, may)
    [] known.ledger = "open" -> WhileOpen(known, may)

\* The final state that a run closes a transfer with.
CloseState(known) ==
  CASE known.ledger = "credited" -> "completed"
    [] known.ledger = "open" -> "declined"
    [] OTHER -> "reversed"
=============================================================================
