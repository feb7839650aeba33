package org.banktransfer.service.chaos;

import org.banktransfer.service.demo.SandboxAdmin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Counts, second by second, what the nodes send to an institution: connections they try to make
/// while it is down, look-ups it receives while it is up.
final class CallRate implements AutoCloseable {

    private final Parts parts;
    private final SandboxAdmin institution;
    private final List<Second> seconds = new ArrayList<>();
    private final Thread sampler;
    private volatile boolean isDown;

    /// One second.
    ///
    /// @param isDown whether the institution was down
    /// @param calls connections tried if it was, look-ups received if not
    record Second(boolean isDown, long calls) {}

    private CallRate(Parts parts) {
        this.parts = parts;
        institution = parts.institution();
        sampler = Thread.ofVirtual().name("call-rate").unstarted(this::sample);
    }

    static CallRate start(Parts parts) {
        var rate = new CallRate(parts);
        rate.sampler.start();
        return rate;
    }

    /// To be told before it goes down and after it is back.
    void institutionIs(boolean down) {
        isDown = down;
    }

    /// The seconds so far, those left out in which it went down or came back.
    List<Second> seconds() {
        synchronized (seconds) {
            return List.copyOf(seconds);
        }
    }

    /// The most in one second.
    long most(boolean whileDown) {
        return seconds().stream()
                .filter(second -> second.isDown() == whileDown)
                .mapToLong(Second::calls)
                .max()
                .orElse(0);
    }

    /// On average.
    double mean(boolean whileDown) {
        return seconds().stream()
                .filter(second -> second.isDown() == whileDown)
                .mapToLong(Second::calls)
                .average()
                .orElse(0);
    }

    private void sample() {
        try {
            var wasDown = isDown;
            long tried = parts.callsToInstitution();
            long received = -1;
            long at = System.nanoTime();
            while (true) {
                at += TimeUnit.SECONDS.toNanos(1);
                TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
                var nowDown = isDown;
                long nowTried = parts.callsToInstitution();
                long nowReceived = nowDown ? -1 : received();
                if (nowDown && wasDown) {
                    add(new Second(true, nowTried - tried));
                } else if (nowReceived >= 0 && received >= 0 && nowReceived >= received) {
                    add(new Second(false, nowReceived - received));
                }
                wasDown = nowDown;
                tried = nowTried;
                received = nowReceived;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Second second) {
        synchronized (seconds) {
            seconds.add(second);
        }
    }

    private long received() {
        try {
            return institution.totals().path("received").path("look_up").asLong();
        } catch (RuntimeException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
