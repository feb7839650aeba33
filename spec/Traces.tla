------------------------------- MODULE Traces -------------------------------
(* Is what really happened a behaviour of the model?  A trace holds what runs
   decided to send and what they heard.  What receivers did is hidden, and TLC
   looks for deliveries that explain it.

   Every step here is a step of CardTransfer, or leaves its state as it is.   *)
EXTENDS Checked, Recording, Sequences, TLC

(* Recording.tla is written anew for each check, and defines
   Recorded       traces: [events, acceptor, pays], each of transfers of one card
   TheTransfers, TheRuns    as many as the trace with the most of them has     *)

VARIABLES
  trace,      \* which of them is explained
  at          \* its next event

seen == <<trace, at>>

Events == Recorded[trace].events
AtEnd == at > Len(Events)
Now == Events[at]

\* What the institution pays is what the trace says it paid, if it says so.
PaysAsRecorded(t) == Recorded[trace].pays[t]

TracesInit == Init /\ trace \in 1..Len(Recorded) /\ at = 1

(* ---- what the trace tells ---- *)
IsOwed(step) == step \in Owed(Now.run)

Sent ==
  /\ Now.event = "sent" /\ Working(Now.run) /\ Of(Now.run) = Now.of
  /\ \/ /\ IsOwed(Now.step)
        /\ \/ Now.step = "ask_ledger" /\ AskLedger(Now.run)
           \/ Now.step = "cash_out" /\ SendCashOut(Now.run)
           \/ Now.step = "ask_institution" /\ AskInstitution(Now.run)
           \/ Now.step = "credit" /\ SendCredit(Now.run)
           \/ Now.step = "void_credit" /\ SendVoid(Now.run)
           \/ Now.step = "reverse" /\ SendReverse(Now.run)
           \/ Now.step = "book_reversal" /\ SendBooking(Now.run)
           \/ Now.step \in {"close", "wait"} /\ UNCHANGED vars
     \* Told to close again because the store was out of reach; parked because the books are broken.
     \/ Now.step = "close" /\ Awaits(Now.run, "close") /\ UNCHANGED vars
     \/ Now.step = "park" /\ UNCHANGED vars

Heard ==
  /\ Now.event = "heard" /\ Working(Now.run) /\ Of(Now.run) = Now.of
  /\ LET r == Now.run  word == Now.word  memory == run[r] IN
     \/ /\ Now.step \in {"cash_out", "ask_institution"}
        /\ IF word = "unknown" THEN Awaits(r, Now.step) /\ NoAnswer(r)
           ELSE /\ memory.step = "none" /\ memory.cashOut = word /\ UNCHANGED vars
                /\ word = "approved" => memory.heard = Now.amount
     \/ /\ Now.step = "reverse"
        /\ IF word = "unknown" THEN Awaits(r, Now.step) /\ NoAnswer(r)
           ELSE memory.step = "none" /\ memory.reversal = word /\ UNCHANGED vars
     \/ /\ Now.step \in {"ask_ledger", "credit", "void_credit", "book_reversal"}
        /\ IF word = "no answer" THEN Awaits(r, Now.step) /\ NoAnswer(r)
           ELSE /\ memory.step = "none" /\ memory.ledger = word /\ UNCHANGED vars
                /\ (word = "credited" /\ Now.amount # 0) => entry[Now.of].amount = Now.amount
     \/ /\ Now.step = "close" /\ word = CloseState(memory)
        /\ \/ IsOwed("close") /\ Close(r)
           \/ Awaits(r, "close") /\ UNCHANGED vars
     \/ Now.step = "wait" /\ IsOwed("wait") /\ Wait(r)
     \/ Now.step = "park" /\ IF word = "broken_invariant" THEN Crash(r) ELSE IsOwed("park") /\ Park(r)

Tells == ~AtEnd /\ (Sent \/ Heard) /\ at' = at + 1 /\ UNCHANGED trace

(* ---- what it does not tell: only as early as the next event needs it, or any time ---- *)
\* A run's place may have been another run's, of which nothing is told any more: it is dropped.
Begins ==
  LET t == Now.of  acceptor == Recorded[trace].acceptor[t] IN
  IF t \notin Accepted
  THEN Accept(t, acceptor) \/ PressAgain(t) \/ Write \/ Crash(acceptor)
  ELSE Now.resumes /\ (Resume(Now.run, t) \/ Crash(Now.run))

Hidden ==
  /\ ~AtEnd
  /\ Begins \/ (\E r \in Runs : Answer(r)) \/ (\E t \in Accepted : Deliver(t)) \/ Tick
  /\ UNCHANGED seen

TracesNext == Tells \/ Hidden
TracesSpec == TracesInit /\ [][TracesNext]_<<vars, seen>>

(* ---- how far each trace is explained: told to whoever reads TLC's output ---- *)
ASSUME \A n \in 1..Len(Recorded) : TLCSet(n, 0)

\* Also stops looking for more explanations of a trace that has one.
Watch ==
  LET before == TLCGet(trace)
  IN IF before > Len(Recorded[trace].events) THEN FALSE
     ELSE IF at <= before THEN TRUE
     ELSE TLCSet(trace, at) /\ PrintT(<<"explained", trace, at - 1>>)
=============================================================================
