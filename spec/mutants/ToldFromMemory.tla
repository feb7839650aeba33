---------------------------- MODULE ToldFromMemory --------------------------
\* Rule:     Tell an end as the record has it.
\* Broken:   Every end is told at once, as the run found it.
\* Checked:  small
\* Override: ToldAtOnce <- BrokenToldAtOnce
\* Violates: ToldOneThing
EXTENDS Checked

BrokenToldAtOnce(end) == TRUE
=============================================================================
