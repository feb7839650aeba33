package org.banktransfer.service.http;

import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

import java.util.ArrayDeque;
import java.util.Arrays;

/// What stands for card number and PIN in a request's body, cut out of it before a JSON reader
/// makes strings of the rest: a string cannot be wiped. In the body, zeros stand in its place.
final class CardText {

    private static final String NUMBER = "/card/number";
    private static final String PIN = "/card/pin";

    /// With buffers of its own: recycled ones would keep what a body says for the next one's.
    private static final JsonFactory JSON =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

    private byte[] number = {};
    private byte[] pin = {};

    private CardText() {}

    /// Cuts it out. A body that is no JSON is left to whoever reads it to complain about, and is
    /// cut as far as it is JSON. Whatever a misplaced `card`, `number` or `pin` says is overwritten
    /// too.
    static CardText cutFrom(byte[] body) {
        var found = new CardText();
        var path = new ArrayDeque<String>();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> path.addLast(name(parser));
                    case END_OBJECT, END_ARRAY -> path.removeLast();
                    case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                            found.cut(parser, token, path, body);
                    default -> {}
                }
            }
        } catch (JacksonException e) {
            // The body's reader meets the same, and answers.
        }
        return found;
    }

    private void cut(JsonParser parser, JsonToken token, ArrayDeque<String> path, byte[] body) {
        var name = name(parser);
        if (!name.equals("number") && !name.equals("pin") && !name.equals("card")) {
            return;
        }
        // Without a place in the bytes the body is not in UTF-8, and refused.
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (start < 0 || start >= body.length) {
            return;
        }
        boolean isText = token == JsonToken.VALUE_STRING;
        int from = isText ? start + 1 : start;
        int to = isText ? endOfText(body, from) : endOfNumber(body, from);
        var where = String.join("/", path) + "/" + name;
        if (isText && where.equals(NUMBER)) {
            Arrays.fill(number, (byte) 0);
            number = plain(body, from, to);
        } else if (isText && where.equals(PIN)) {
            Arrays.fill(pin, (byte) 0);
            pin = plain(body, from, to);
        }
        Arrays.fill(body, from, to, (byte) (isText ? '0' : '1'));
    }

    private static String name(JsonParser parser) {
        var name = parser.currentName();
        return name == null ? "" : name;
    }

    private static int endOfText(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, body.length);
    }

    private static int endOfNumber(byte[] body, int from) {
        int at = from;
        while (at < body.length && "+-.eE0123456789".indexOf(body[at]) >= 0) {
            at++;
        }
        return at;
    }

    /// With its escapes undone: JSON may write any digit as one (RFC 8259, section 7).
    private static byte[] plain(byte[] body, int from, int to) {
        var plain = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            byte next = body[at];
            if (next == '\\' && at + 5 < to && body[at + 1] == 'u') {
                next = escaped(body, at + 2);
                at += 5;
            }
            plain[length++] = next;
        }
        var exact = Arrays.copyOf(plain, length);
        Arrays.fill(plain, (byte) 0);
        return exact;
    }

    /// @return what is no digit if the escape does not stand for one
    private static byte escaped(byte[] body, int at) {
        boolean isDigit =
                body[at] == '0'
                        && body[at + 1] == '0'
                        && body[at + 2] == '3'
                        && body[at + 3] >= '0'
                        && body[at + 3] <= '9';
        return isDigit ? body[at + 3] : (byte) '\\';
    }

    /// @throws IllegalArgumentException if there is none, or it is none
    CardNumber number() {
        return new CardNumber(number);
    }

    /// @throws IllegalArgumentException if there is none, or it is none
    Pin pin() {
        return new Pin(pin);
    }

    /// Overwrites what was cut out, and so the card that was made of it.
    void wipe() {
        Arrays.fill(number, (byte) 0);
        Arrays.fill(pin, (byte) 0);
    }
}
