package org.banktransfer.service.connector;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// How to reach one institution and what it may cost us. In the settings file each component is
/// `institutions.NAME.` and the name given with it.
///
/// @param name `NAME` itself; what customers write as `institution`
/// @param protocol `protocol`: `http`, the published contract
/// @param url `url`: where its paths start: absolute, `http` or `https`, without user, query or
///   fragment
/// @param capabilities `tombstones` and the other lines of the capability sheet
/// @param deadlines how long a call may take
/// @param guard what a slow or dead institution may cost
public record InstitutionSettings(
        InstitutionName name,
        String protocol,
        URI url,
        CapabilitySheet capabilities,
        Deadlines deadlines,
        Guard guard) {

    /// How long a call may take. Each is more than zero and at most an hour, and holds for the call
    /// as a whole, from the first packet to the answer's last byte.
    ///
    /// @param connect `connect-timeout`: for a connection, with its TLS handshake, within the
    ///   call's own time; 2 s
    /// @param cashOut `cash-out-timeout`; 10 s
    /// @param lookUp `look-up-timeout`; 5 s: it moves nothing, so it should not take as long
    /// @param reversal `reversal-timeout`; 10 s
    public record Deadlines(
            Duration connect, Duration cashOut, Duration lookUp, Duration reversal) {

        public static final Deadlines DEFAULT =
                new Deadlines(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
    }

    /// What a slow or dead institution may cost.
    ///
    /// @param callsMax `calls-max`: calls under way at once, and so connections; 128
    /// @param callsWait `calls-wait`: how long a call waits for its turn before it is given up; 100
    ///   ms, zero for not at all
    /// @param breakerWindow `breaker-window`: over so many last calls silence is counted, and after
    ///   half as many for the first time; 20, at least 2
    /// @param breakerPercent `breaker-percent`: so much silence of a hundred opens the breaker; 50
    /// @param breakerPause `breaker-pause`: how long nothing is sent once it is open; 2 s
    /// @param breakerProbes `breaker-probes`: so many calls then try whether it is back; 3
    public record Guard(
            int callsMax,
            Duration callsWait,
            int breakerWindow,
            int breakerPercent,
            Duration breakerPause,
            int breakerProbes) {

        public static final Guard DEFAULT =
                new Guard(128, Duration.ofMillis(100), 20, 50, Duration.ofSeconds(2), 3);
    }

    /// @throws IllegalArgumentException naming the setting that is wrong
    public InstitutionSettings {
        check(protocol.equals("http"), name, "protocol", "is not a protocol we speak: http");
        checkUrl(name, url);
        checkTime(name, "connect-timeout", deadlines.connect());
        checkTime(name, "cash-out-timeout", deadlines.cashOut());
        checkTime(name, "look-up-timeout", deadlines.lookUp());
        checkTime(name, "reversal-timeout", deadlines.reversal());
        check(guard.callsMax() > 0, name, "calls-max", "is not more than zero");
        check(!guard.callsWait().isNegative(), name, "calls-wait", "is negative");
        check(guard.breakerWindow() >= 2, name, "breaker-window", "is less than 2");
        check(
                guard.breakerPercent() >= 1 && guard.breakerPercent() <= 100,
                name,
                "breaker-percent",
                "is not within 1 and 100");
        checkTime(name, "breaker-pause", guard.breakerPause());
        check(guard.breakerProbes() > 0, name, "breaker-probes", "is not more than zero");
    }

    /// An institution behind the published HTTP contract, with every capability and default.
    public static InstitutionSettings http(InstitutionName name, URI url) {
        return new InstitutionSettings(
                name, "http", url, CapabilitySheet.FULL, Deadlines.DEFAULT, Guard.DEFAULT);
    }

    public InstitutionSettings with(CapabilitySheet other) {
        return new InstitutionSettings(name, protocol, url, other, deadlines, guard);
    }

    public InstitutionSettings with(Deadlines other) {
        return new InstitutionSettings(name, protocol, url, capabilities, other, guard);
    }

    public InstitutionSettings with(Guard other) {
        return new InstitutionSettings(name, protocol, url, capabilities, deadlines, other);
    }

    private static void checkUrl(InstitutionName name, URI url) {
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        check(
                scheme.equals("http") || scheme.equals("https"),
                name,
                "url",
                "does not start with http:// or https://");
        check(url.getHost() != null, name, "url", "names no host");
        // A user in it would be a password in our logs and settings.
        check(url.getRawUserInfo() == null, name, "url", "has a user in it");
        check(
                url.getRawQuery() == null && url.getRawFragment() == null,
                name,
                "url",
                "has a query or fragment");
        check(
                url.getPort() != 0 && url.getPort() <= 65535,
                name,
                "url",
                "has a port that is not within 1 and 65535");
    }

    private static void checkTime(InstitutionName name, String setting, Duration time) {
        check(
                time.isPositive() && time.compareTo(Duration.ofHours(1)) <= 0,
                name,
                setting,
                "is not more than zero and at most an hour");
    }

    private static void check(boolean holds, InstitutionName name, String setting, String wrong) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "institutions." + name + "." + setting + " " + wrong);
        }
    }
}
