--------------------------- MODULE NoWaitForExpiry --------------------------
\* Rule:     Without tombstones, wait until the cash-out has expired.
\* Broken:   The card is taken for whole as soon as there is nothing to reverse.
\* Checked:  expiry
\* Override: Sure <- BrokenSure
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenSure(r, reading) == TRUE
=============================================================================
