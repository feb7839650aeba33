------------------------------ MODULE Settling ------------------------------
(* Every accepted transfer settles, or a person is called to it.

   Nothing can be promised of a world whose faults never end, so some day they
   do: `calm`.  Until then anything may go wrong, as often as it likes.  From
   then on whoever can act does in the end; a late copy need not arrive.     *)
EXTENDS Checked

VARIABLE calm

CalmDown == ~calm /\ calm' = TRUE /\ UNCHANGED vars

\* One round of recovery follows another, for good; there is no last one.
Recovers(r, t) == Resume(r, t)

SettlingInit == Init /\ calm = FALSE
SettlingNext == \/ Work /\ UNCHANGED calm
                \/ ~calm /\ Fault /\ UNCHANGED calm
                \/ CalmDown

Fairness ==
  /\ WF_<<vars, calm>>(CalmDown)
  /\ \A r \in Runs : WF_vars(Step(r) \/ Answer(r))
  /\ \A t \in Transfers :
       /\ WF_vars(\E r \in Runs : Recovers(r, t))
       /\ WF_vars(FinishReversal(t))
       \* Who takes a reversal again and again does it in the end.
       /\ SF_vars(FinishReversal(t) /\ cashOut'[t] = "reversed")
       /\ \A state \in {"completed", "declined", "reversed", "parked"} : WF_vars(WriteStatus(t, state))
  /\ WF_vars(Tick)

SettlingSpec == SettlingInit /\ [][SettlingNext]_<<vars, calm>> /\ Fairness

EverySettles ==
  \A t \in Transfers : [](t \in Accepted => <>(IsFinal(status[t]) \/ t \in parked))
=============================================================================
