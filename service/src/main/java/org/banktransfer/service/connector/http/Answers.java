package org.banktransfer.service.connector.http;

import static org.banktransfer.service.connector.Heard.spoken;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.DoorShut;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.institution.ReversalWord.Blocked;
import org.banktransfer.institution.ReversalWord.NothingToReverse;
import org.banktransfer.institution.ReversalWord.Refused;
import org.banktransfer.institution.ReversalWord.Reversed;
import org.banktransfer.institution.ReversalWord.Reversing;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.http.Exchange.Result.Answer;
import org.banktransfer.service.connector.http.Reading.Said;
import org.banktransfer.service.connector.http.Reading.Unreadable;

import java.util.regex.Pattern;

/// What each answer of the contract means. Status line, body, id and amount must all say it; what
/// the contract does not word so is unknown, and the reason repeats nothing of the answer but its
/// status code.
final class Answers {

    private static final Pattern REFERENCE = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern REFUSAL = Pattern.compile("[a-z_]{1,64}");

    private static final String KEY_UNKNOWN = "card_key_unknown";

    private Answers() {}

    static Heard<CashOutReply> toCashOut(Answer answer, CashOutRequest request) {
        if (answer.status() == 422) {
            return spoken(new CashOutWord.Unknown("answered 422: " + whyNotTaken(answer)));
        }
        return switch (Reading.of(answer, request.id())) {
            case Unreadable it -> it.heard(new CashOutWord.Unknown(it.why()));
            case Said said ->
                    spoken(
                            switch (said.statusAndWord()) {
                                case "200 approved" ->
                                        withoutCard(approved(said, request.amount()), request);
                                case "200 declined" -> declined(said);
                                case "409 reversing", "409 reversed", "409 blocked" ->
                                        new DoorShut();
                                default -> new CashOutWord.Unknown(said.notInContract());
                            });
        };
    }

    /// Whether a cash-out was not taken, since the card was encrypted to a key that the institution
    /// does not have, or has no more.
    static boolean saysKeyIsUnknown(Answer answer) {
        return answer.status() == 422 && KEY_UNKNOWN.equals(code(answer));
    }

    private static String whyNotTaken(Answer answer) {
        return switch (code(answer)) {
            case KEY_UNKNOWN -> "it does not know the key that the card was encrypted to";
            case "card_jwe_required" -> "it takes no card in plain";
            case "card_jwe_unsupported" -> "it takes no encrypted card";
            // It has this id with another card, amount or currency: a fault of ours, or another
            // client of its with our name. Either way not this transfer's answer.
            default -> "it knows the id otherwise";
        };
    }

    private static String code(Answer answer) {
        return AnswerBody.read(answer.body()).map(AnswerBody::code).orElse("");
    }

    static Heard<LookUpReply> toLookUp(Answer answer, TransferId id, RequestedAmount asked) {
        return switch (Reading.of(answer, id)) {
            case Unreadable it -> it.heard(new CashOutWord.Unknown(it.why()));
            case Said said ->
                    spoken(
                            switch (said.statusAndWord()) {
                                case "200 approved" -> lookedUp(approved(said, asked));
                                case "200 declined" -> lookedUp(declined(said));
                                case "200 reversing", "200 reversed", "200 blocked" ->
                                        new DoorShut();
                                case "404 never_seen" -> new NeverSeen();
                                default -> new CashOutWord.Unknown(said.notInContract());
                            });
        };
    }

    static Heard<ReversalReply> toReversal(Answer answer, TransferId id) {
        return switch (Reading.of(answer, id)) {
            case Unreadable it -> it.heard(new ReversalWord.Unknown(it.why()));
            case Said said ->
                    spoken(
                            switch (said.statusAndWord()) {
                                case "200 reversed" -> new Reversed();
                                case "200 blocked" -> new Blocked();
                                case "200 declined" -> new NothingToReverse();
                                case "202 reversing" -> new Reversing();
                                case "409 refused" -> refused(said);
                                default -> new ReversalWord.Unknown(said.notInContract());
                            });
        };
    }

    private static CashOutReply approved(Said said, RequestedAmount asked) {
        var body = said.body();
        if (body.id() == null) {
            return new CashOutWord.Unknown("approved without an id");
        }
        if (body.amount() == null || body.amount() <= 0) {
            return new CashOutWord.Unknown("approved without an amount of more than zero");
        }
        if (!asked.currency().getCurrencyCode().equals(body.currency())) {
            return new CashOutWord.Unknown("approved in another currency than was asked for");
        }
        var paid = new Money(body.amount(), asked.currency());
        return asked.isMetBy(paid)
                ? new Approved(paid, reference(body))
                : new CashOutWord.Unknown("approved another amount than was asked for");
    }

    /// Whole codes only: one that we don't know says no all the same, but not why.
    private static CashOutReply declined(Said said) {
        var code = said.body().code();
        if (code == null) {
            return new CashOutWord.Unknown("declined without a code");
        }
        return new Declined(
                switch (code) {
                    case "wrong_pin" -> DeclineCode.WRONG_PIN;
                    case "insufficient_funds" -> DeclineCode.INSUFFICIENT_FUNDS;
                    case "card_expired" -> DeclineCode.CARD_EXPIRED;
                    case "card_blocked" -> DeclineCode.CARD_BLOCKED;
                    default -> DeclineCode.CARD_DECLINED;
                });
    }

    /// A code is a lower-case word, like all the contract's. Anything else could hold anything, so
    /// it is not kept; the refusal stands.
    private static ReversalReply refused(Said said) {
        var code = said.body().code();
        if (code == null) {
            return new ReversalWord.Unknown("refused without a code");
        }
        return new Refused(REFUSAL.matcher(code).matches() ? code : "unreadable_code");
    }

    private static String reference(AnswerBody body) {
        var reference = body.reference();
        return reference != null && REFERENCE.matcher(reference).matches() ? reference : "";
    }

    /// An institution that takes the card's number for a reference must not bring it into our
    /// books.
    private static CashOutReply withoutCard(CashOutReply reply, CashOutRequest request) {
        return reply instanceof Approved(var paid, var reference)
                        && request.card().number().isIn(reference)
                ? new Approved(paid, "")
                : reply;
    }

    private static LookUpReply lookedUp(CashOutReply reply) {
        return switch (reply) {
            case Approved approved -> approved;
            case Declined declined -> declined;
            case DoorShut shut -> shut;
            case CashOutWord.Unknown unknown -> unknown;
        };
    }
}
