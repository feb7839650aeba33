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
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.banktransfer.service.connector.Line;
import org.banktransfer.service.connector.http.Exchange.Result;

import java.time.InstantSource;

import javax.net.ssl.SSLSocketFactory;

/// An institution behind the published HTTP contract. One request a call, never a second: whatever
/// does not end in an answer as the contract words it is `Unknown`.
///
/// `https` trusts what the JVM trusts and checks the host's name.
public final class HttpLine implements Line {

    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final Deadlines deadlines;

    public HttpLine(InstitutionSettings settings, InstantSource clock) {
        this(settings, clock, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    HttpLine(InstitutionSettings settings, InstantSource clock, SSLSocketFactory tls) {
        deadlines = settings.deadlines();
        exchange = new Exchange(settings, clock, tls);
    }

    @Override
    public Heard<CashOutReply> cashOut(CashOutRequest request) {
        var path = path(request.id());
        var body = RequestBody.cashOut(request);
        return switch (exchange.call(Method.PUT, path, body, deadlines.cashOut())) {
            case Result.Answer answer -> Answers.toCashOut(answer, request);
            case Result.NoAnswer(var why) -> Heard.silence(new CashOutWord.Unknown(why));
        };
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
