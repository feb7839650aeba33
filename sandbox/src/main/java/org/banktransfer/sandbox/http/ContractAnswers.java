package org.banktransfer.sandbox.http;

import org.banktransfer.sandbox.rules.Entry;
import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;

/// What the contract says about an entry, in JSON.
final class ContractAnswers {

    private ContractAnswers() {}

    /// To a cash-out: once it is reversed, or to be, the door is shut.
    static Answer toCashOut(Entry entry) {
        return switch (entry) {
            case Approved _, Declined _ -> about(entry, 200);
            case Reversing _, Reversed _, Blocked _ -> about(entry, 409);
        };
    }

    static Answer toLookUp(Entry entry) {
        return about(entry, 200);
    }

    static Answer neverSeen(String id) {
        var json = Json.object().put("id", id).put("status", "never_seen");
        return Answer.json(404, json, "never_seen");
    }

    static Answer toReversal(Entry entry) {
        return switch (entry) {
            case Reversed _, Blocked _, Declined _ -> about(entry, 200);
            case Reversing _ -> about(entry, 202);
            case Approved _ ->
                    throw new IllegalStateException(entry.id() + ": reversed, and is not");
        };
    }

    static Answer refused(String id, String code) {
        var json = Json.object().put("id", id).put("status", "refused").put("code", code);
        return Answer.json(409, json, "refused");
    }

    private static Answer about(Entry entry, int status) {
        var json = Json.object().put("id", entry.id());
        return switch (entry) {
            case Approved approved ->
                    Answer.json(
                            status,
                            json.put("status", "approved")
                                    .put("amount", approved.amountMinor())
                                    .put("currency", approved.currency())
                                    .put("reference", approved.reference())
                                    .put("at", approved.at().toString()),
                            "approved");
            case Declined declined -> {
                json.put("status", "declined").put("code", declined.code());
                if (declined.detail() != null) {
                    json.put("detail", declined.detail());
                }
                yield Answer.json(status, json, "declined");
            }
            case Reversing _ -> Answer.json(status, json.put("status", "reversing"), "reversing");
            case Reversed _ -> Answer.json(status, json.put("status", "reversed"), "reversed");
            case Blocked _ -> Answer.json(status, json.put("status", "blocked"), "blocked");
        };
    }
}
