package org.banktransfer.service.connector.http;

import org.banktransfer.institution.Card;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes the contract's request bodies, straight into the bytes that are sent. Whoever sends them
/// wipes them; nothing that held a card number or PIN is kept for use by a later request.
final class RequestBody {

    /// Writes through buffers of its own: recycled ones would keep a card number between requests.
    private static final JsonFactory JSON =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

    private RequestBody() {}

    /// A cash-out with the card as it is.
    static byte[] plain(CashOutRequest request) {
        return write(json -> {
            json.writeObjectPropertyStart("card");
            writeCard(json, request.card());
            json.writeEndObject();
            writeTerms(json, request);
        });
    }

    /// A cash-out with the card encrypted: each time to other bytes.
    static byte[] encrypted(CashOutRequest request, CardKey key) {
        var card = write(json -> writeCard(json, request.card()));
        try {
            var compact = key.encrypt(card);
            return write(json -> {
                json.writeStringProperty("card_jwe", compact);
                writeTerms(json, request);
            });
        } finally {
            Arrays.fill(card, (byte) 0);
        }
    }

    private static void writeCard(JsonGenerator json, Card card) {
        digits(json, "number", card.number().reveal());
        digits(json, "pin", card.pin().reveal());
    }

    private static void writeTerms(JsonGenerator json, CashOutRequest request) {
        switch (request.amount()) {
            case Exactly(var amount) -> json.writeNumberProperty("amount", amount.minor());
            case WholeBalance _ -> {}
        }
        var currency = request.amount().currency().getCurrencyCode();
        json.writeStringProperty("currency", currency);
        // To the millisecond, so that a repeat says the same however the time is kept.
        var validUntil = request.validUntil().truncatedTo(ChronoUnit.MILLIS);
        json.writeStringProperty("valid_until", validUntil.toString());
    }

    static byte[] reversal(String reason) {
        return write(json -> json.writeStringProperty("reason", reason));
    }

    /// Without a `String` in between, which nobody could wipe.
    private static void digits(JsonGenerator json, String name, byte[] ascii) {
        json.writeName(name);
        json.writeRawUTF8String(ascii, 0, ascii.length);
    }

    private static byte[] write(Consumer<JsonGenerator> properties) {
        var buffer = new Buffer();
        try (var json =
                JSON.createGenerator(ObjectWriteContext.empty(), buffer, JsonEncoding.UTF8)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        var body = buffer.toByteArray();
        buffer.wipe();
        return body;
    }

    private static final class Buffer extends ByteArrayOutputStream {

        /// Room for every card and all beside it, so that growing leaves no copies behind.
        Buffer() {
            super(512);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
