--------------------------- MODULE SilenceIsNotSent -------------------------
\* Rule:     Never guess.
\* Broken:   A cash-out without an answer is taken for one that was never sent.
\* Checked:  small
\* Override: Silence <- BrokenSilence
\* Violates: ToldTheTruth
EXTENDS Checked

BrokenSilence == "not sent"
=============================================================================
