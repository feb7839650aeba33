package org.banktransfer.service.connector.certify;

import java.util.List;

/// All that is tried, in the order in which it is. Later cases rely on what earlier ones found:
/// whether it looks up, and whether what is taken comes back.
final class Cases {

    static final List<Case> ALL =
            List.of(
                    new Case(
                            "look-up-never-seen",
                            "an id it has never seen is answered 404 never_seen",
                            "Recovery asks first; a bare 404 may come from anything in between.",
                            PaymentCases::neverSeen),
                    new Case(
                            "reversal",
                            "a reversal puts the whole amount back, and is answered so",
                            "What the ledger has refused has to go back to the card.",
                            ReversalCases::reversal),
                    new Case(
                            "whole-balance",
                            "a cash-out without an amount takes all there is, and says how much",
                            "The customer is credited what the answer says. Also fails if the test"
                                    + " card is not as it was said to be.",
                            PaymentCases::wholeBalance),
                    new Case(
                            "amount",
                            "a cash-out takes just the amount asked for",
                            "An approval of another amount is no answer to us.",
                            PaymentCases::amount),
                    new Case(
                            "look-up",
                            "a look-up tells of a cash-out what the cash-out was answered",
                            "Believed, a \"never seen\" about what was paid makes us reverse it.",
                            PaymentCases::lookUp),
                    new Case(
                            "repeat",
                            "the same cash-out again has the same answer, and takes nothing again",
                            "When an answer is lost we send the same again; paid twice, one of"
                                    + " them is nobody's.",
                            PaymentCases::repeat),
                    new Case(
                            "repeat-after-expiry",
                            "a repeat after valid_until is answered from the record",
                            "Declined then, a transfer that was paid would look as if it was not.",
                            PaymentCases::repeatAfterExpiry),
                    new Case(
                            "other-content",
                            "a known id with other content is refused with 422",
                            "Answered as if it were the first, an error of ours would go unseen.",
                            PaymentCases::otherContent),
                    new Case(
                            "wrong-pin",
                            "a wrong PIN is declined as wrong_pin, and stays so",
                            "We lock a card that is guessed at, by this code. Costs the test card"
                                    + " one try.",
                            PaymentCases::wrongPinDeclined),
                    new Case(
                            "insufficient-funds",
                            "more than there is is declined as insufficient_funds; nothing moves",
                            "A card below zero is money made up.",
                            PaymentCases::insufficientFunds),
                    new Case(
                            "unknown-card",
                            "a card that it did not issue is declined as card_declined",
                            "An error in its place would be asked again and again.",
                            PaymentCases::unknownCardDeclined),
                    new Case(
                            "other-currency",
                            "another currency than the card's is declined as card_declined",
                            "Converted unasked, it would be an amount nobody agreed to.",
                            PaymentCases::otherCurrencyDeclined),
                    new Case(
                            "expired",
                            "a cash-out that arrives after valid_until is declined for good",
                            "It is what ends the danger of one that is still on its way.",
                            PaymentCases::expired),
                    new Case(
                            "clock",
                            "its clock differs from ours by 30 s at most",
                            "valid_until is read by its clock; beyond clock-skew it counts for"
                                    + " nothing.",
                            PaymentCases::clock),
                    new Case(
                            "reversal-repeated",
                            "reversed again and again, the amount is back once",
                            "A reversal is repeated until it is heard.",
                            ReversalCases::repeated),
                    new Case(
                            "reversal-of-declined",
                            "the reversal of a declined cash-out is answered declined",
                            "Nothing was taken, so nothing may be put back.",
                            ReversalCases::ofDeclined),
                    new Case(
                            "cash-out-after-reversal",
                            "a cash-out after its reversal is refused with 409, every time",
                            "It arrives late, and nobody waits for its money any more.",
                            ReversalCases::cashOutAfterReversal),
                    new Case(
                            "tombstone",
                            "a reversal that comes first blocks the cash-out for good",
                            "The cash-out that is still on its way would take money nobody waits"
                                    + " for; without tombstones we wait until it has expired.",
                            ReversalCases::tombstone),
                    new Case(
                            "reversals-at-once",
                            "of many reversals at once, one puts the amount back",
                            "Two of our nodes may recover the same transfer.",
                            ReversalCases::reversalsAtOnce),
                    new Case(
                            "cash-outs-at-once",
                            "of the same cash-out many times at once, one takes the amount",
                            "The network repeats as well, and does not wait in between.",
                            ReversalCases::cashOutsAtOnce),
                    new Case(
                            "transfers-at-once",
                            "of many transfers at once that want it all, one gets it",
                            "Two that read the balance before either writes it take it twice.",
                            ReversalCases::transfersAtOnce),
                    new Case(
                            "cancel-while-executing",
                            "of a cash-out and its reversal at once, nothing is left taken",
                            "A reversal follows a cash-out of which nothing was heard.",
                            ReversalCases::cancelWhileExecuting),
                    new Case(
                            "garbage",
                            "what is no cash-out is refused with 400, and leaves no entry",
                            "A guess at what was meant is a guess with money.",
                            HostileCases::garbage),
                    new Case(
                            "garbage-reversal",
                            "what is no reversal is refused with 400, and puts nothing back",
                            "The money would be credited here and back on the card as well.",
                            HostileCases::reversals),
                    new Case(
                            "hostile-ids",
                            "what is no id is refused, and nothing is taken",
                            "Two ids that are taken for one mix up two transfers.",
                            HostileCases::ids),
                    new Case(
                            "content-type",
                            "a body that does not come as JSON is refused",
                            "A page in a browser can send forms anywhere, but no JSON.",
                            HostileCases::types),
                    new Case(
                            "size",
                            "a body over 16 KiB is refused",
                            "Bodies without a bound are memory without a bound.",
                            HostileCases::size),
                    new Case(
                            "connector",
                            "our own connector cashes out, looks up and reverses",
                            "It reads answers by the byte; this is the reader that counts.",
                            RunCases::connector),
                    new Case(
                            "connection-reuse",
                            "calls in a row share one connection",
                            "A handshake for each call costs more time than the call.",
                            RunCases::connectionReuse),
                    new Case(
                            "statement-csv",
                            "its statement as CSV has what happened, once each",
                            "The audit holds the statement against our books.",
                            RunCases::csv),
                    new Case(
                            "statement-camt",
                            "its statement as camt.053 has the same",
                            "It is what other systems of the bank read.",
                            RunCases::camt),
                    new Case(
                            "framing",
                            "every answer said how long it was",
                            "One that ends with its connection may have broken off.",
                            RunCases::framing),
                    new Case(
                            "secrets",
                            "no answer had a card number or a PIN in it",
                            "Answers are logged by somebody, somewhere.",
                            RunCases::secrets));

    private Cases() {}
}
