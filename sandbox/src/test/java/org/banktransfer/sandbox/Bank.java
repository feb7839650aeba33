package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.http.Doors;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A sandbox and a caller of it, with the words the tests are written in. Every answer to a call of
/// the contract is held against the published contract on the way.
public final class Bank implements AutoCloseable {

    static final String CARD = "6034932528973614";
    static final String PIN = "4821";

    final Caller caller;
    private final Runnable stop;
    private final AtomicInteger ids = new AtomicInteger();

    Bank(Runnable stop, int port) {
        this.stop = stop;
        caller = new Caller(port);
    }

    /// A sandbox in this process.
    static Bank open(Path data) {
        return open(data, InstantSource.system());
    }

    static Bank open(Path data, InstantSource clock) {
        return open(data, clock, true);
    }

    /// One that takes no card in plain.
    static Bank openForEncrypted(Path data) {
        return open(data, InstantSource.system(), false);
    }

    private static Bank open(Path data, InstantSource clock, boolean cardsInPlain) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var sandbox =
                Sandbox.open(
                        data,
                        new Doors(anyPort, null, cardsInPlain),
                        new Dial(SplittableRandom::new, 1),
                        clock,
                        100_000);
        return new Bank(sandbox::close, sandbox.port());
    }

    /// A transfer id nobody has used.
    String newId() {
        return "tr_" + ids.incrementAndGet();
    }

    void issue(String number, long balance) {
        issue(number, balance, "active");
    }

    void issue(String number, long balance, String state) {
        var card =
                """
                {"pin": "%s", "balance": %d, "currency": "USD", "state": "%s"}
                """
                        .formatted(PIN, balance, state);
        var reply = caller.put("/admin/cards/" + number, card);
        assertThat(answer(reply).status()).isEqualTo(200);
    }

    long balance(String number) {
        return answer(caller.get("/admin/cards/" + number)).json().get("balance").longValue();
    }

    /// What a cash-out of 2500 from the card is answered.
    Reply.Answer cashOut(String id) {
        return cashOut(id, request(CARD, PIN, 2500L));
    }

    Reply.Answer cashOut(String id, String json) {
        return held("put", "/v1/cash-outs/{id}", cashOutReply(id, json));
    }

    Reply cashOutReply(String id, String json) {
        return caller.put("/v1/cash-outs/" + id, json);
    }

    Reply.Answer lookUp(String id) {
        return held("get", "/v1/cash-outs/{id}", lookUpReply(id));
    }

    Reply lookUpReply(String id) {
        return caller.get("/v1/cash-outs/" + id);
    }

    Reply.Answer reverse(String id) {
        return held("put", "/v1/cash-outs/{id}/reversal", reversalReply(id));
    }

    Reply reversalReply(String id) {
        return caller.put("/v1/cash-outs/" + id + "/reversal", "{\"reason\": \"voided\"}");
    }

    private static Reply.Answer held(String method, String path, Reply reply) {
        var answer = answer(reply);
        PublishedContract.holds(method, path, answer);
        return answer;
    }

    /// @param amount absent asks for the whole balance
    static String request(String number, String pin, @Nullable Long amount) {
        return request(number, pin, amount, Instant.parse("2099-01-01T00:00:00Z"));
    }

    static String request(String number, String pin, @Nullable Long amount, Instant validUntil) {
        return """
        {"card": {"number": "%s", "pin": "%s"}, %s "currency": "USD", "valid_until": "%s"}
        """
                .formatted(
                        number,
                        pin,
                        amount == null ? "" : "\"amount\": " + amount + ",",
                        validUntil);
    }

    /// Sets the dial to one rule, its fields given as JSON without the braces.
    void fault(String rule) {
        var reply = caller.put("/admin/faults", "{\"rules\": [{" + rule + "}]}");
        assertThat(answer(reply).status()).as(answer(reply).body()).isEqualTo(200);
    }

    void noFaults() {
        assertThat(answer(caller.delete("/admin/faults")).status()).isEqualTo(200);
    }

    int release() {
        return admin("release", caller.post("/admin/release", "")).get("released").intValue();
    }

    JsonNode totals() {
        return admin("totals", caller.get("/admin/totals"));
    }

    /// What is paid out and on cards together.
    long money() {
        var usd = totals().at("/currencies/USD");
        return usd.get("paid_out").longValue() + usd.get("card_balances").longValue();
    }

    /// How many requests of this kind callers sent about this id.
    long received(String operation, String id) {
        return admin(id, caller.get("/admin/cash-outs/" + id))
                .at("/received/" + operation)
                .longValue();
    }

    JsonNode requests(String id) {
        return admin(id, caller.get("/admin/requests?id=" + id)).get("requests");
    }

    private static JsonNode admin(String what, Reply reply) {
        var answer = answer(reply);
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isEqualTo(200);
        return answer.json();
    }

    static Reply.Answer answer(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Answer.class);
        return (Reply.Answer) reply;
    }

    @Override
    public void close() {
        stop.run();
    }
}
