package org.banktransfer.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// The customers, each with a token and some accounts, and the cards, each used with one account.
/// Account `i` belongs to customer `i` modulo the number of customers, and card `i` to account `i`
/// modulo the number of accounts. Requests are made ready here, but for their few bytes that
/// differ. Not safe under concurrency.
public final class Seats {

    /// The PIN of every card.
    public static final String PIN = "4821";

    /// What every transfer brings, in minor units.
    public static final long AMOUNT_MINOR = 100;

    /// Customers there are, unless there are fewer accounts.
    public static final int CUSTOMERS = 10_000;

    private static final int KEY_DIGITS = 16;
    private static final String NO_KEY = "0".repeat(KEY_DIGITS);
    private static final String NO_CARD = "0".repeat(16);

    private final long firstCard;
    private final int cards;
    private final int accounts;
    private final String[] tokens;
    private final Template[] redeem;
    private long lastKey;

    /// A request with holes.
    private static final class Template {

        private final byte[] bytes;
        private final int keyAt;
        private final int cardAt;

        private Template(byte[] bytes, int keyAt, int cardAt) {
            this.bytes = bytes;
            this.keyAt = keyAt;
            this.cardAt = cardAt;
        }
    }

    /// @param host what the requests say in `Host`
    /// @param firstCard the number of the first card; 16 digits
    /// @param token makes the token of a customer, by name
    public Seats(
            String host, int accounts, long firstCard, int cards, UnaryOperator<String> token) {
        this.firstCard = firstCard;
        this.cards = cards;
        this.accounts = accounts;
        tokens = new String[Math.min(accounts, CUSTOMERS)];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = token.apply(customer(i));
        }
        redeem = new Template[accounts];
        for (int i = 0; i < accounts; i++) {
            redeem[i] = template(host, i, token(i));
        }
    }

    private static Template template(String host, int account, String token) {
        var body =
                """
                {"account":"%s","institution":"sandbox","card":{"number":"%s","pin":"%s"},\
                "amount":%d,"currency":"USD"}\
                """
                        .formatted(account(account), NO_CARD, PIN, AMOUNT_MINOR);
        var head =
                "POST /v1/transfers HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\nIdempotency-Key: ";
        var whole = head + NO_KEY + "\r\n\r\n" + body;
        return new Template(
                whole.getBytes(StandardCharsets.US_ASCII),
                head.length(),
                whole.indexOf(NO_CARD, head.length() + KEY_DIGITS));
    }

    /// The name of an account.
    public static String account(int account) {
        return "acc_bench" + account;
    }

    /// The owner of an account.
    public static String customer(int account) {
        return "bench-" + account % CUSTOMERS;
    }

    public int accounts() {
        return accounts;
    }

    public int cards() {
        return cards;
    }

    public String cardNumber(int card) {
        return Long.toString(firstCard + card);
    }

    public String token(int account) {
        return tokens[account % CUSTOMERS];
    }

    public int accountOf(int card) {
        return card % accounts;
    }

    /// Writes a request to redeem the card, under a key that was never used.
    void writeRedeem(int card, ByteBuffer request) {
        var template = redeem[accountOf(card)];
        int from = request.position();
        request.put(template.bytes);
        digits(request, from + template.keyAt, KEY_DIGITS, ++lastKey);
        digits(request, from + template.cardAt, 16, firstCard + card);
    }

    private static void digits(ByteBuffer out, int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            out.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
