-------------------------- MODULE OldAnswerBelieved -------------------------
\* Rule:     What a reversal finds counts only if it was asked for after the expiry.
\* Broken:   A run that heard it before the expiry believes it afterwards.
\* Checked:  expiry
\* Override: Mays <- BrokenMays
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenMays(r) ==
  [cashOut : IF run[r].hand /\ Repeats(r) THEN BOOLEAN ELSE {FALSE},
   lookUp : {sheet.looksUp},
   patience : BOOLEAN,
   window : BOOLEAN,
   stillArrive : {MayStillArrive(Of(r), reading) : reading \in Readings(Of(r))}]
=============================================================================
