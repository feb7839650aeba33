-------------------------- MODULE InTransitNotBooked ------------------------
\* Rule:     Money is in the books at every instant.
\* Broken:   What was paid and then voided is not booked as in transit.
\* Checked:  small
\* Override: InTransit <- BrokenInTransit
\* Violates: BooksBalance
EXTENDS Checked

BrokenInTransit(amount) == books
=============================================================================
