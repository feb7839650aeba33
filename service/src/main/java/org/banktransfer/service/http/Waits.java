package org.banktransfer.service.http;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long a caller wants to be held for a final outcome.
final class Waits {

    private static final Pattern PREFERENCE =
            Pattern.compile(
                    "\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,2}");

    private Waits() {}

    /// The first `wait` among the preferences (RFC 7240, section 4.3). A longer one than we grant
    /// is cut to what we do; what we do not understand is ignored, as the RFC asks.
    static Optional<Duration> preferred(Call call) {
        for (var line : call.headers("Prefer")) {
            for (var preference : line.split(",", -1)) {
                var wait = PREFERENCE.matcher(preference);
                if (wait.matches()) {
                    long max = HttpSettings.WAIT_MAX.toSeconds();
                    long seconds = Math.min(Long.parseLong(wait.group(1)), max);
                    return Optional.of(Duration.ofSeconds(seconds));
                }
            }
        }
        return Optional.empty();
    }

    /// `?wait=N`; nothing is no wait.
    ///
    /// @throws Problem `INVALID_REQUEST` if it is not 0 to 30
    static Duration asked(Call call) {
        return call.query("wait").map(Waits::seconds).orElse(Duration.ZERO);
    }

    /// What is left of a wait that began when the request came in.
    static Duration left(Duration wait, Call call) {
        long left = wait.toNanos() - (System.nanoTime() - call.startedNanos());
        return Duration.ofNanos(Math.max(left, 0));
    }

    private static Duration seconds(String written) {
        if (!SECONDS.matcher(written).matches()
                || Long.parseLong(written) > HttpSettings.WAIT_MAX.toSeconds()) {
            throw Problem.invalid("", "wait is 0 to 30 (seconds).");
        }
        return Duration.ofSeconds(Long.parseLong(written));
    }
}
