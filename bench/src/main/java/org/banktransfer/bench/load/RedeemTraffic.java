package org.banktransfer.bench.load;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Customers who redeem cards, one after the other, in a round as large as there are cards. A card
/// whose transfer was not final when it was answered is left alone for a while: it may have one
/// unsettled transfer only.
public final class RedeemTraffic implements Traffic {

    /// More than an institution of the slowest kind takes.
    private static final Duration REST = Duration.ofMinutes(2);

    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Seats seats;
    private final Ring ready;
    private final Ring resting;
    private final long[] restsUntil;
    private final Answered answered;
    private final long most;
    private final Histogram accepted = new Histogram(HIGHEST_MICROS, 3);
    private long refused;
    private long begun;
    private long ranOut;

    /// The final answers to measured requests, for comparing with what the record says: the ids,
    /// and the latencies in nanoseconds. Keeps the first so many.
    public static final class Answered {

        private final long[] highs;
        private final long[] lows;
        private final long[] nanos;
        private final int[] cards;
        private int count;

        public Answered(int most) {
            highs = new long[most];
            lows = new long[most];
            nanos = new long[most];
            cards = new int[most];
        }

        private void add(HttpAnswer answer, int card, long tookNanos) {
            if (count < nanos.length && answer.hasId()) {
                highs[count] = answer.idHalf(0);
                lows[count] = answer.idHalf(1);
                nanos[count] = tookNanos;
                cards[count] = card;
                count++;
            }
        }

        public int count() {
            return count;
        }

        public long high(int i) {
            return highs[i];
        }

        public long low(int i) {
            return lows[i];
        }

        public long nanos(int i) {
            return nanos[i];
        }

        public int card(int i) {
            return cards[i];
        }
    }

    /// A queue of cards.
    private static final class Ring {

        private final int[] cards;
        private int from;
        private int count;

        private Ring(int size) {
            cards = new int[size];
        }

        private void add(int card) {
            cards[(from + count++) % cards.length] = card;
        }

        private int take() {
            int card = cards[from];
            from = (from + 1) % cards.length;
            count--;
            return card;
        }
    }

    /// Endless traffic.
    public RedeemTraffic(Seats seats, Answered answered) {
        this(seats, answered, Long.MAX_VALUE);
    }

    /// So many requests, and no answer kept.
    public static RedeemTraffic once(Seats seats, long requests) {
        return new RedeemTraffic(seats, new Answered(0), requests);
    }

    private RedeemTraffic(Seats seats, Answered answered, long most) {
        this.most = most;
        this.seats = seats;
        this.answered = answered;
        ready = new Ring(seats.cards());
        resting = new Ring(seats.cards());
        restsUntil = new long[seats.cards()];
        for (int card = 0; card < seats.cards(); card++) {
            ready.add(card);
        }
    }

    @Override
    public int next(ByteBuffer request) {
        if (isOver()) {
            return NOTHING;
        }
        if (ready.count == 0 && !wake()) {
            ranOut++;
            return NOTHING;
        }
        int card = ready.take();
        begun++;
        seats.writeRedeem(card, request);
        return card;
    }

    @Override
    public boolean isOver() {
        return begun >= most;
    }

    private boolean wake() {
        if (resting.count > 0 && System.nanoTime() >= restsUntil[resting.cards[resting.from]]) {
            ready.add(resting.take());
            return true;
        }
        return false;
    }

    @Override
    public void answered(int card, HttpAnswer answer, boolean isMeasured, long tookNanos)
            throws IOException {
        int status = answer.status();
        if (isMeasured && status / 100 == 2) {
            accepted.recordValue(Math.min(tookNanos / 1000, HIGHEST_MICROS));
        }
        if (status == 201) {
            if (isMeasured) {
                answered.add(answer, card, tookNanos);
            }
            ready.add(card);
        } else if (status == 503 || status == 429) {
            // Nothing was begun.
            refused++;
            ready.add(card);
        } else {
            rest(card);
        }
    }

    @Override
    public void unanswered(int card) {
        rest(card);
    }

    private void rest(int card) {
        restsUntil[card] = System.nanoTime() + REST.toNanos();
        resting.add(card);
    }

    /// How many requests were refused because there was too much to do.
    public long refused() {
        return refused;
    }

    /// Latencies of those that were not, and were due within the measured time, in microseconds.
    public Histogram accepted() {
        return accepted;
    }

    /// How often a request was held back because every card was in use. More than zero means that
    /// more cards are needed.
    public long ranOut() {
        return ranOut;
    }
}
