package org.banktransfer.service.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every setting there is. `serve --help` and docs/settings.md are made from this list.
public final class KnownSettings {

    /// One setting.
    ///
    /// @param name the same in the file, as an option and, upper-cased, in the environment
    /// @param byDefault as it would be written; empty if there is no default
    /// @param isSecret its value is shown nowhere
    public record Known(String name, String byDefault, String meaning, boolean isSecret) {}

    static final String INSTITUTIONS = "institutions.";

    /// After the name of a secret: the setting that names a file to read the secret from.
    static final String IN_FILE = "-file";

    private static final List<Known> WRITTEN_OUT =
            List.of(
                    known("node", "", "this process's name in the history; host and process id"),
                    known(
                            "trace-file",
                            "",
                            "file that every step is added to as a line of JSON, for checking what"
                                    + " happened against the specification"),
                    known("log.format", "text", "text, or json: each event an object on one line"),
                    known(
                            "telemetry.otlp-url",
                            "",
                            "base URL of a collector that is told of every request and step as"
                                    + " spans, by OpenTelemetry's OTLP over HTTP; none are made if"
                                    + " not given"),
                    known("http.host", "127.0.0.1", "address to listen on; 0.0.0.0 for all"),
                    known("http.port", "8080", "port to listen on; 0 picks a free one"),
                    known(
                            "http.behind-tls",
                            "false",
                            "true where all clients come by TLS, which a proxy ends: tells their"
                                    + " browsers to come in no other way"),
                    known(
                            "http.trusted-proxies",
                            "",
                            "addresses or networks of proxies whose word is taken for a client's"
                                    + " address: 10.0.0.0/8,2001:db8::1"),
                    known(
                            "http.forwarded-in",
                            "X-Forwarded-For",
                            "the header in which they say it; or Forwarded"),
                    known(
                            "data",
                            "",
                            "directory of the embedded PostgreSQL, used when no URL is given; by"
                                    + " default .banktransfer in the home directory"),
                    secret("store.url", "JDBC URL of the transfer store; may name several hosts"),
                    secret("ledger.url", "JDBC URL of the ledger; may name several hosts"),
                    secret(
                            "store.owner-url",
                            "JDBC URL by which the store's tables are made and changed; store.url"
                                    + " if not given, and then grants cannot hold the line"),
                    secret("ledger.owner-url", "the same for the ledger"),
                    known("database.connections", "10", "connections to each database, at most"),
                    known("auth.issuer", "", "whose tokens are accepted: their iss"),
                    known("auth.audience", "", "whom the tokens must be for: their aud"),
                    known(
                            "auth.jwks",
                            "",
                            "the issuer's public keys: a file, an https URL or, on this machine,"
                                    + " an http URL; if not given, as the issuer's"
                                    + " /.well-known/openid-configuration says"),
                    known(
                            "auth.clock-skew",
                            "60s",
                            "how far the issuer's clock and ours may differ, at most 5m"),
                    known(
                            "auth.keys-for",
                            "5m",
                            "how soon a key that the issuer has withdrawn counts no more; a new"
                                    + " one counts at once"),
                    known(
                            "auth.stale-keys-for",
                            "1h",
                            "the same while the issuer is out of reach; then no token counts"),
                    known(
                            "console.client-id",
                            "",
                            "what the issuer knows the operators' console by; operators then sign"
                                    + " in at the issuer, and without it bring a token"),
                    secret("console.client-secret", "what it proves that with, if it has to"),
                    known(
                            "console.url",
                            "",
                            "where operators' browsers reach this service; the issuer sends them"
                                    + " back to /console/sign-in/answer below it"),
                    known(
                            "console.scope",
                            "openid operator",
                            "what is asked for when an operator signs in"),
                    known(
                            "console.resource",
                            "",
                            "whom their token shall be for (RFC 8707), to an issuer that wants to"
                                    + " be told"),
                    secret(
                            "card-fingerprint-key",
                            "32 bytes in base64, the same on all nodes, by which cards are told"
                                    + " apart, after an id and a colon (k1:…) if it has one; two"
                                    + " with a comma between while one takes the other's place; made"
                                    + " once and kept in the data directory if that is used"),
                    known("answer-within", "200ms", "when a customer is answered at the latest"),
                    known(
                            "patience",
                            "15m",
                            "how long a transfer is driven on before it is voided"),
                    known("cash-out-within", "10s", "how long a cash-out is sent, or sent again"),
                    known("cash-out-valid-for", "60s", "when the institution stops taking it"),
                    known(
                            "clock-skew",
                            "30s",
                            "how far two clocks, ours or not, may differ; 0s if not at all"),
                    known(
                            "claim-for",
                            "3s",
                            "how soon another node, or this one restarted, takes over what a dead"
                                    + " one was doing"),
                    known("retry.base", "100ms", "first bound of the pause between rounds"),
                    known("retry.cap", "20s", "last bound of the pause between rounds"),
                    known("retry.parked", "1h", "pause between rounds of what waits for a person"),
                    known(
                            "recovery.drives",
                            "64",
                            "transfers of one institution recovered at once"),
                    known("in-flight.all", "10000", "requests and drives held at once, at most"),
                    known("in-flight.customer", "1000", "of these for one customer, at most"),
                    known(
                            "in-flight.institution",
                            "5000",
                            "of these for transfers of one institution, at most"),
                    known(
                            "take-in-within",
                            "100ms",
                            "how long a request may take until its intent is durable; while even"
                                    + " the quickest takes longer, others are refused"),
                    known(
                            "events.keep-for",
                            "30d",
                            "how long events are kept, for those who read them along, for"
                                    + " webhooks and for replays"),
                    secret(
                            "webhooks.key",
                            "32 bytes in base64, the same on all nodes, of which the secrets of"
                                    + " webhook endpoints are made; without it there are no webhooks;"
                                    + " made once and kept in the data directory if that is used"),
                    known(
                            "webhooks.answer-within",
                            "20s",
                            "how long an endpoint may take to answer, all in all"),
                    known(
                            "webhooks.disable-after",
                            "5d",
                            "an endpoint at which everything has failed for so long is disabled"),
                    known(
                            "webhooks.old-secret-for",
                            "24h",
                            "how long the secret before a rotation signs as well"),
                    known(
                            "webhooks.plain-http",
                            "false",
                            "true allows endpoints without TLS on other machines"),
                    known(
                            "webhooks.private-addresses",
                            "false",
                            "true allows endpoints in private networks"),
                    known("rate.customer", "1000", "requests a second, and at once, of a customer"),
                    known(
                            "rate.address",
                            "1000",
                            "the same of an address (of an IPv6 address's /64); this machine"
                                    + " itself is not limited"),
                    known("rate.all", "20000", "the same of all together"),
                    known("stop-within", "10s", "how long in-flight work may take when stopping"),
                    known("pin.wrong", "5", "wrong PINs that lock a card here"),
                    known("pin.window", "15m", "how far back wrong PINs count"),
                    known(
                            "pin.customer-wrong",
                            "20",
                            "wrong PINs of one customer, of whichever cards, with which no more"
                                    + " are taken; from more than half of them on, each is followed"
                                    + " by a pause, 1s first and then twice the last"),
                    known(
                            "pin.address-wrong",
                            "100",
                            "the same of one address, as each node has heard it since its start;"
                                    + " this machine itself is not limited"),
                    known(
                            "rules.transfer-amount",
                            "",
                            "the most one transfer may bring, in minor units: USD=100000,EUR=90000"),
                    known(
                            "rules.daily-amount",
                            "",
                            "the most an account may be credited in 24 hours, in minor units"),
                    known("rules.daily-count", "100", "credits an account may take in 24 hours"),
                    known("rules.card-accounts", "3", "accounts one card may feed in card-period"),
                    known(
                            "rules.card-period",
                            "30d",
                            "how far back a card's accounts are counted"));

    /// The settings that exist once.
    public static final List<Known> ALL =
            WRITTEN_OUT.stream()
                    .flatMap(known ->
                            known.isSecret() ? Stream.of(known, inFile(known)) : Stream.of(known))
                    .toList();

    /// The settings that exist once for every institution, after `institutions.NAME.`.
    public static final List<Known> OF_AN_INSTITUTION =
            List.of(
                    known("protocol", "http", "how it is spoken to: http"),
                    known("url", "", "its base URL"),
                    known(
                            "card-keys",
                            "",
                            "where its keys are that card numbers and PINs are encrypted to: URL or"
                                    + " file of a JWK set"),
                    known(
                            "card-in-plain",
                            "",
                            "true sends card numbers and PINs as plain JSON; true by default only"
                                    + " for a url of this machine without card-keys"),
                    known(
                            "trust",
                            "",
                            "PEM file of the certificates that vouch for it, or of its own; by"
                                    + " default what the Java runtime trusts"),
                    known(
                            "client-certificate",
                            "",
                            "PEM file of the certificate we show it, if it asks for one"),
                    known("client-key", "", "PEM file of that certificate's key"),
                    known(
                            "plain-http",
                            "false",
                            "true allows http, without TLS, to another machine"),
                    known("looks-up", "true", "answers what became of a cash-out by our id"),
                    known("dedupes-for", "3650d", "how long a repeat is taken for a repeat"),
                    known("tombstones", "true", "a reversal that comes first blocks the cash-out"),
                    known("honours-valid-until", "true", "refuses a cash-out that has expired"),
                    known("reverses-synchronously", "true", "answers a reversal with its outcome"),
                    known("reversal-window", "3650d", "how long a reversal is still taken"),
                    known("longest-delay", "1h", "how late a request may still reach it"),
                    known(
                            "look-ups-per-minute",
                            "60000",
                            "look-ups this node may make: its share of what it allows"),
                    known("connect-timeout", "2s", "deadline for a connection to it"),
                    known("cash-out-timeout", "10s", "deadline for its answer to a cash-out"),
                    known("look-up-timeout", "5s", "deadline for its answer to a look-up"),
                    known("reversal-timeout", "10s", "deadline for its answer to a reversal"),
                    known("calls-max", "128", "calls to it at once, at most"),
                    known("calls-wait", "100ms", "how long a call waits for its turn"),
                    known("breaker-window", "20", "over so many last calls silence is counted"),
                    known("breaker-percent", "50", "so much silence of 100 opens the breaker"),
                    known("breaker-pause", "2s", "how long nothing is sent once it is open"),
                    known("breaker-probes", "3", "so many calls then try whether it is back"));

    private KnownSettings() {}

    static Optional<Known> find(String name) {
        if (name.startsWith(INSTITUTIONS)) {
            int dot = name.indexOf('.', INSTITUTIONS.length());
            var suffix = dot < 0 ? "" : name.substring(dot + 1);
            return OF_AN_INSTITUTION.stream().filter(k -> k.name().equals(suffix)).findFirst();
        }
        return ALL.stream().filter(k -> k.name().equals(name)).findFirst();
    }

    private static Known known(String name, String byDefault, String meaning) {
        return new Known(name, byDefault, meaning, false);
    }

    private static Known inFile(Known secret) {
        return known(
                secret.name() + IN_FILE, "", "file to read " + secret.name() + " from, instead");
    }

    private static Known secret(String name, String meaning) {
        return new Known(name, "", meaning, true);
    }
}
