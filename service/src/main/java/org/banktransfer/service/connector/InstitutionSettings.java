package org.banktransfer.service.connector;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How to reach one institution and what it may cost us. In the settings file each component is
/// `institutions.NAME.` and the name given with it.
///
/// @param name `NAME` itself; what customers write as `institution`
/// @param protocol `protocol`: `http`, the published contract
/// @param url `url`: where its paths start: absolute, `http` or `https`, without user, query or
///   fragment; `http` to another machine only if that is allowed in so many words
/// @param secrecy who hears what is sent to it
/// @param capabilities `tombstones` and the other lines of the capability sheet
/// @param deadlines how long a call may take
/// @param guard what a slow or dead institution may cost
public record InstitutionSettings(
        InstitutionName name,
        String protocol,
        URI url,
        Secrecy secrecy,
        CapabilitySheet capabilities,
        Deadlines deadlines,
        Guard guard) {

    /// Who hears what is sent to an institution, and whom we take for it.
    ///
    /// @param cards in what form it is given card numbers and PINs
    /// @param plainHttp `plain-http`: whether it may be spoken to without TLS though it is another
    ///   machine; false
    /// @param trust `trust`: PEM file of the certificates that vouch for it, or of its own; what
    ///   the Java runtime trusts if empty
    /// @param client who we say we are; nobody if empty
    public record Secrecy(
            CardForm cards,
            boolean plainHttp,
            Optional<Path> trust,
            Optional<ClientCertificate> client) {

        /// For an institution on this machine.
        public static final Secrecy ON_THIS_MACHINE =
                new Secrecy(new CardForm.InPlain(), false, Optional.empty(), Optional.empty());
    }

    /// In what form cards are sent.
    public sealed interface CardForm {

        /// As `card_jwe`, and never otherwise.
        ///
        /// @param keys `card-keys`: where the institution's keys are: a URL or a file
        record Encrypted(String keys) implements CardForm {

            /// Where to fetch them from; empty if they are in a file.
            public Optional<URI> url() {
                return keys.startsWith("http://") || keys.startsWith("https://")
                        ? Optional.of(URI.create(keys))
                        : Optional.empty();
            }
        }

        /// As `card`: `card-in-plain`.
        record InPlain() implements CardForm {}
    }

    /// What we show when an institution asks for a certificate; PEM files, read at the start.
    ///
    /// @param certificate `client-certificate`: ours, and what leads up to its CA
    /// @param key `client-key`: its private key, PKCS #8, without a password
    public record ClientCertificate(Path certificate, Path key) {}

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
        checkUrl(name, "url", url);
        checkSecrecy(name, url, secrecy);
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

    /// An institution behind the published HTTP contract, on this machine, with every capability
    /// and default.
    public static InstitutionSettings http(InstitutionName name, URI url) {
        return new InstitutionSettings(
                name,
                "http",
                url,
                Secrecy.ON_THIS_MACHINE,
                CapabilitySheet.FULL,
                Deadlines.DEFAULT,
                Guard.DEFAULT);
    }

    /// In what form cards are sent to an institution at this URL: encrypted, if it is said where
    /// its keys are; in plain, if that is said, or if nothing is said and they leave this machine
    /// for nowhere.
    ///
    /// @throws IllegalArgumentException naming the settings, if it is to be neither or both, or the
    ///   URL is none
    public static CardForm cardForm(
            InstitutionName name, URI url, Optional<String> keys, Optional<Boolean> inPlain) {
        checkUrl(name, "url", url);
        var prefix = "institutions." + name + ".";
        if (keys.isPresent() && inPlain.orElse(false)) {
            throw new IllegalArgumentException(
                    "either " + prefix + "card-keys or " + prefix + "card-in-plain=true, not both");
        }
        if (keys.isPresent()) {
            return new CardForm.Encrypted(keys.get());
        }
        if (inPlain.orElseGet(() -> isThisMachine(url))) {
            return new CardForm.InPlain();
        }
        throw new IllegalArgumentException(
                prefix + "card-keys is required, or " + prefix + "card-in-plain=true");
    }

    public InstitutionSettings with(Secrecy other) {
        return new InstitutionSettings(name, protocol, url, other, capabilities, deadlines, guard);
    }

    public InstitutionSettings with(CapabilitySheet other) {
        return new InstitutionSettings(name, protocol, url, secrecy, other, deadlines, guard);
    }

    public InstitutionSettings with(Deadlines other) {
        return new InstitutionSettings(name, protocol, url, secrecy, capabilities, other, guard);
    }

    public InstitutionSettings with(Guard other) {
        return new InstitutionSettings(
                name, protocol, url, secrecy, capabilities, deadlines, other);
    }

    /// `https`, in whatever case it is written.
    public static boolean isSecure(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /// Whether what is sent there stays on this machine. Looks no name up: whoever answers for
    /// names must not decide who hears a PIN.
    static boolean isThisMachine(URI url) {
        var host = url.getHost();
        if (host == null || host.equalsIgnoreCase("localhost")) {
            return host != null;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkSecrecy(InstitutionName name, URI url, Secrecy secrecy) {
        boolean anySecure = isSecure(url);
        checkHeard(name, "url", url, secrecy);
        if (secrecy.cards() instanceof CardForm.Encrypted encrypted) {
            var keys = encrypted.url();
            if (keys.isPresent()) {
                checkUrl(name, "card-keys", keys.get());
                // Whoever changes the keys on their way reads every card.
                checkHeard(name, "card-keys", keys.get(), secrecy);
                anySecure |= isSecure(keys.get());
            }
        }
        check(anySecure || secrecy.trust().isEmpty(), name, "trust", "is of no use without https");
        check(
                anySecure || secrecy.client().isEmpty(),
                name,
                "client-certificate",
                "is of no use without https");
    }

    private static void checkHeard(InstitutionName name, String setting, URI url, Secrecy secrecy) {
        check(
                isSecure(url) || isThisMachine(url) || secrecy.plainHttp(),
                name,
                setting,
                "goes to another machine without TLS: make it https, or allow it by institutions."
                        + name
                        + ".plain-http=true");
    }

    private static void checkUrl(InstitutionName name, String setting, URI url) {
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        check(
                scheme.equals("http") || scheme.equals("https"),
                name,
                setting,
                "does not start with http:// or https://");
        check(url.getHost() != null, name, setting, "names no host");
        // A user in it would be a password in our logs and settings.
        check(url.getRawUserInfo() == null, name, setting, "has a user in it");
        check(
                url.getRawQuery() == null && url.getRawFragment() == null,
                name,
                setting,
                "has a query or fragment");
        check(
                url.getPort() != 0 && url.getPort() <= 65535,
                name,
                setting,
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
