package org.banktransfer.service.connector.http;

import io.helidon.http.Method;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.InstitutionSettings.CardForm;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.banktransfer.service.connector.Line;
import org.banktransfer.service.connector.Tls;
import org.banktransfer.service.connector.TraceContext;
import org.banktransfer.service.connector.http.Exchange.Result;

import java.time.InstantSource;
import java.util.Optional;

/// An institution behind the published HTTP contract. One request a call, never a second: whatever
/// does not end in an answer as the contract words it is `Unknown`.
///
/// `https` trusts whom the settings say, and checks the host's name. Cards are encrypted to the
/// institution's key, or plain, as the settings say; while the one is set and there is no key, no
/// cash-out is sent.
public final class HttpLine implements Line {

    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final Deadlines deadlines;
    private final Cards cards;

    /// In what form a card is sent. Decided once: no error turns the one into the other.
    private sealed interface Cards {

        record Encrypted(CardKeys keys) implements Cards {}

        record InPlain() implements Cards {}
    }

    /// @throws IllegalArgumentException naming a setting whose file cannot be used
    public HttpLine(InstitutionSettings settings, InstantSource clock) {
        this(settings, clock, TraceContext.NONE);
    }

    /// The same, and says which trace each call is part of.
    public HttpLine(InstitutionSettings settings, InstantSource clock, TraceContext trace) {
        deadlines = settings.deadlines();
        exchange = new Exchange(settings, clock, Tls.context(settings).getSocketFactory(), trace);
        cards =
                switch (settings.secrecy().cards()) {
                    case CardForm.Encrypted encrypted ->
                            new Cards.Encrypted(CardKeys.of(settings, encrypted, clock));
                    case CardForm.InPlain _ -> new Cards.InPlain();
                };
    }

    @Override
    public Heard<CashOutReply> cashOut(CashOutRequest request) {
        return switch (cards) {
            case Cards.Encrypted(var keys) ->
                    keys.current()
                            .map(key -> cashOut(request, keys, key))
                            .orElseGet(() ->
                                    Heard.notSent(
                                            new CashOutWord.Unknown(
                                                    "not sent: no key to encrypt the card to")));
            case Cards.InPlain _ -> heard(send(request, RequestBody.plain(request)), request);
        };
    }

    /// The body that a cash-out is sent with, for who tries an institution by other means.
    ///
    /// @return empty while there is no key to encrypt the card to
    public Optional<byte[]> body(CashOutRequest request) {
        return switch (cards) {
            case Cards.Encrypted(var keys) ->
                    keys.current().map(key -> RequestBody.encrypted(request, key));
            case Cards.InPlain _ -> Optional.of(RequestBody.plain(request));
        };
    }

    private Heard<CashOutReply> cashOut(CashOutRequest request, CardKeys keys, CardKey key) {
        var result = send(request, RequestBody.encrypted(request, key));
        if (result instanceof Result.Answer answer && Answers.saysKeyIsUnknown(answer)) {
            keys.isUnknownThere(key);
        }
        return heard(result, request);
    }

    private Result send(CashOutRequest request, byte[] body) {
        return exchange.call(Method.PUT, path(request.id()), body, deadlines.cashOut());
    }

    private static Heard<CashOutReply> heard(Result result, CashOutRequest request) {
        return switch (result) {
            case Result.Answer answer -> Answers.toCashOut(answer, request);
            case Result.NoAnswer(var why) -> Heard.silence(new CashOutWord.Unknown(why));
        };
    }

    @Override
    public boolean isReady() {
        return switch (cards) {
            case Cards.Encrypted(var keys) -> keys.current().isPresent();
            case Cards.InPlain _ -> true;
        };
    }

    @Override
    public void upkeep() {
        switch (cards) {
            case Cards.Encrypted(var keys) -> keys.runOnce();
            case Cards.InPlain _ -> {}
        }
    }

    @Override
    public Heard<LookUpReply> lookUp(TransferId id, RequestedAmount requested) {
        return switch (exchange.call(Method.GET, path(id), NOTHING, deadlines.lookUp())) {
            case Result.Answer answer -> Answers.toLookUp(answer, id, requested);
            case Result.NoAnswer(var why) -> Heard.silence(new CashOutWord.Unknown(why));
        };
    }

    @Override
    public Heard<ReversalReply> reverse(TransferId id, String reason) {
        var path = path(id) + "/reversal";
        var body = RequestBody.reversal(reason);
        return switch (exchange.call(Method.PUT, path, body, deadlines.reversal())) {
            case Result.Answer answer -> Answers.toReversal(answer, id);
            case Result.NoAnswer(var why) -> Heard.silence(new ReversalWord.Unknown(why));
        };
    }

    private static String path(TransferId id) {
        return "/v1/cash-outs/" + id;
    }
}
