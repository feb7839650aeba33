package org.banktransfer.service.connector.http;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.http.Exchange.Result.Answer;

import java.util.regex.Pattern;

/// An answer, as far as it can be read without knowing what was asked.
sealed interface Reading {

    /// It speaks the contract and is not about another transfer.
    record Said(int status, AnswerBody body) implements Reading {

        /// Status code and status, as in "200 approved".
        String statusAndWord() {
            return status + " " + body.status();
        }

        String notInContract() {
            return "answered " + status + " with a status that does not go with it";
        }
    }

    /// @param spoke whether it tells that the institution is there; see
    ///   [org.banktransfer.service.connector.Heard]
    record Unreadable(String why, boolean spoke) implements Reading {

        <R> Heard<R> heard(R unknown) {
            return spoke ? Heard.spoken(unknown) : Heard.silence(unknown);
        }
    }

    Pattern JSON =
            Pattern.compile(
                    "application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*",
                    Pattern.CASE_INSENSITIVE);

    static Reading of(Answer answer, TransferId id) {
        int status = answer.status();
        if (status >= 500 || status == 408 || status == 429) {
            return new Unreadable("answered " + status, false);
        }
        // Told off for one request is told; a page in place of a success is not the institution.
        boolean spoke = status >= 400;
        if (!JSON.matcher(answer.contentType()).matches()) {
            return new Unreadable("answered " + status + " in another content type", spoke);
        }
        var body = AnswerBody.read(answer.body());
        if (body.isEmpty()) {
            return new Unreadable("answered " + status + " with an unreadable body", spoke);
        }
        var theirId = body.get().id();
        if (theirId != null && !theirId.equals(id.toString())) {
            return new Unreadable("answered " + status + " about another id", true);
        }
        return new Said(status, body.get());
    }
}
