package org.banktransfer.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.service.http.AuthKeys;
import org.banktransfer.service.http.FingerprintKey;
import org.banktransfer.service.settings.Settings.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class SettingsTest {

    private static final Map<String, String> ENOUGH =
            Map.of("auth.issuer", "i", "auth.audience", "a", "auth.jwks", "keys.json");

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir private Path directory;

    @Test
    void an_option_wins_over_the_environment_which_wins_over_the_file() throws IOException {
        var file = directory.resolve("bank.properties");
        Files.writeString(file, "http.port = 1\npatience = 20m\nhttp.host = 10.0.0.1\n");

        var settings =
                Settings.of(
                        SettingsSource.of(
                                Optional.of(file),
                                Map.of(
                                        "BANKTRANSFER_HTTP_PORT",
                                        "2",
                                        "BANKTRANSFER_PATIENCE",
                                        "30m",
                                        "PATH",
                                        "/bin"),
                                with("http.port", "3")));

        assertThat(settings.http().port()).isEqualTo(3);
        assertThat(settings.engine().patience()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.http().host()).isEqualTo("10.0.0.1");
    }

    @Test
    void an_institution_in_the_environment_is_the_one_that_the_file_names() throws IOException {
        var file = directory.resolve("bank.properties");
        Files.writeString(file, "institutions.first-bank.url = http://127.0.0.1:1\n");
        var environment =
                Map.of(
                        "BANKTRANSFER_INSTITUTIONS_FIRST_BANK_TOMBSTONES", "false",
                        "BANKTRANSFER_INSTITUTIONS_OTHER_URL", "http://127.0.0.1:2");

        var settings = Settings.of(SettingsSource.of(Optional.of(file), environment, ENOUGH));

        assertThat(settings.institutions())
                .extracting(each -> each.name() + " " + each.capabilities().tombstones())
                .containsExactly("first-bank false", "other true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http.port                  | 65536       | whole number from 0 to 65535
                    http.port                  | eighty      | whole number from 0 to 65535
                    answer-within              | 31s         | at most 30s
                    answer-within              | 200         | duration such as
                    answer-within              | 0s          | duration such as
                    patience                   | 60s         | more than cash-out-valid-for
                    cash-out-valid-for         | 1s          | not be less than cash-out-within
                    retry.cap                  | 1ms         | not be less than retry.base
                    rules.daily-amount         | USD:5       | amounts in minor units by currency
                    rules.daily-amount         | USD=-5      | amounts in minor units by currency
                    rules.daily-amount         | XYZ=5       | amounts in minor units by currency
                    auth.jwks                  | http://a.invalid/keys | an https URL
                    auth.clock-skew            | 6m          | at most 5m
                    http.trusted-proxies       | proxy.a     | addresses or networks
                    http.forwarded-in          | X-Real-IP   | X-Forwarded-For or Forwarded
                    rate.customer              | 0           | whole number from 1
                    log.format                 | xml         | text or json
                    telemetry.otlp-url         | ftp://a     | an http or https URL
                    in-flight.institution      | 0           | whole number from 1
                    take-in-within             | 0s          | duration such as
                    pin.customer-wrong         | 0           | whole number from 1
                    auth.stale-keys-for        | 1m          | not be less than auth.keys-for
                    pin.wrong                  | 0           | whole number from 1
                    institutions.x.tombstones  | maybe       | true or false
                    institutions.x.url         | ftp://a     | url
                    institutions.x.url         | http://u:p@a| url
                    institutions.x.url         | http://a.b  | card-keys is required, or institutions.x.card-in-plain
                    institutions.x.trust       | no.pem      | is of no use without https
                    institutions.x.client-key  | no.pem      | is required when the other
                    institutions.x.card-in-plain | yes       | true or false
                    institutions.X.url         | http://a    | institution name
                    institutions.x.protocol    | telepathy   | protocol
                    card-fingerprint-key       | c2hvcnQ=    | 32 bytes in base64
                    store.url                  | jdbc:mysql:x| jdbc:postgresql:
                    """)
    void a_setting_that_makes_no_sense_is_named(String name, String value, String rule) {
        var options = with(name, value);
        if (name.startsWith("institutions.") && !name.endsWith("url")) {
            options.put("institutions.x.url", "http://127.0.0.1:1");
        }
        if (name.equals("store.url")) {
            options.put("ledger.url", "jdbc:postgresql://a/ledger");
        }

        assertThatThrownBy(() -> settings(options))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(name.substring(0, name.lastIndexOf('.') + 1))
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OLD               | [key ]
                    k1:OLD            | [key k1]
                    k2:NEW,OLD        | [key k2] [key ]
                    k1:OLD , k2:NEW   | [key k1] [key k2]
                    OLD,NEW           | refused
                    k1:OLD,k1:NEW     | refused
                    k1:OLD,k2:OLD     | refused
                    K1:OLD            | refused
                    k12345678:OLD     | refused
                    k1:OLD,           | refused
                    k1:,k2:NEW        | refused
                    a:OLD,b:NEW,c:NEW | refused
                    """)
    void fingerprint_keys_are_one_or_two_with_ids(String written, String read) {
        var old = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
        var young = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=";
        var options =
                with("card-fingerprint-key", written.replace("OLD", old).replace("NEW", young));
        if (read.equals("refused")) {
            assertThatThrownBy(() -> settings(options))
                    .hasMessageContaining("card-fingerprint-key")
                    .hasMessageNotContaining(old);
        } else {
            assertThat(settings(options).fingerprintKeys())
                    .extracting(FingerprintKey::toString)
                    .containsExactlyElementsOf(List.of(read.split("(?<=]) ")));
        }
    }

    @Test
    void the_keys_may_be_left_out_where_the_issuer_can_be_asked() {
        var options = with("auth.issuer", "https://issuer.invalid/realm");
        options.remove("auth.jwks");
        assertThat(settings(options).auth().keys()).isInstanceOf(AuthKeys.Discovered.class);

        options.put("auth.issuer", "http://issuer.invalid/realm");
        assertThatThrownBy(() -> settings(options)).hasMessageContaining("auth.jwks");
    }

    @Test
    void a_wrong_secret_is_named_and_not_shown() {
        var options = with("card-fingerprint-key", "hunter2");

        assertThatThrownBy(() -> settings(options))
                .hasMessageContaining("card-fingerprint-key")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_secret_may_stand_in_a_file_of_its_own_that_the_environment_names() throws IOException {
        var secret = Files.writeString(directory.resolve("key"), KEY + "\n");

        var source =
                SettingsSource.of(
                        Optional.empty(),
                        Map.of("BANKTRANSFER_CARD_FINGERPRINT_KEY_FILE", secret.toString()),
                        ENOUGH);

        assertThat(Settings.of(source).fingerprintKeys()).hasSize(1);
        assertThat(source.exposedSecrets()).isEmpty();
        assertThat(source.listed().stream().map(Object::toString))
                .contains(
                        "card-fingerprint-key = [secret]  (file %s, which environment"
                                        .formatted(secret)
                                + " BANKTRANSFER_CARD_FINGERPRINT_KEY_FILE names)");
    }

    @Test
    void a_file_of_a_secret_that_makes_no_sense_is_named_and_not_quoted() throws IOException {
        var name = "card-fingerprint-key-file";
        var twice = with(name, Files.writeString(directory.resolve("a"), KEY).toString());
        twice.put("card-fingerprint-key", KEY);
        var lines = Files.writeString(directory.resolve("b"), KEY + "\n" + KEY);
        var noText = Files.write(directory.resolve("c"), new byte[] {'k', -1});

        assertNamed(twice, "is given as well (option --card-fingerprint-key)");
        assertNamed(with(name, lines.toString()), "is a file of one line");
        assertNamed(with(name, noText.toString()), "cannot be read");
        assertNamed(with(name, directory.resolve("none").toString()), "cannot be read");
        assertNamed(with(name, directory.toString()), "card-fingerprint-key-file");
    }

    private static void assertNamed(Map<String, String> options, String why) {
        assertThatThrownBy(() -> settings(options))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("card-fingerprint-key-file")
                .hasMessageContaining(why)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void a_secret_among_the_options_is_told_and_one_elsewhere_is_not() {
        var source =
                SettingsSource.of(
                        Optional.empty(),
                        Map.of("BANKTRANSFER_LEDGER_URL", "jdbc:postgresql://a/ledger"),
                        with("store.url", "jdbc:postgresql://a/transfers"));

        assertThat(source.exposedSecrets()).containsExactly("store.url");
    }

    /// Every setting gets a value that nobody else has, so that a new secret is found here too.
    @Test
    void the_list_shows_every_setting_with_where_it_comes_from_and_no_secret() {
        var options = new HashMap<String, String>();
        for (var known : KnownSettings.ALL) {
            if (!known.name().endsWith("-file") || known.name().equals("trace-file")) {
                options.put(known.name(), "value-of-" + known.name());
            }
        }
        options.put("institutions.x.url", "https://user:hunter2@x.example/");
        var source = SettingsSource.of(Optional.empty(), Map.of(), options);

        var listed = source.listed().stream().map(Object::toString).toList();

        assertThat(listed)
                .hasSize(KnownSettings.ALL.size() + KnownSettings.OF_AN_INSTITUTION.size())
                .contains("http.port = value-of-http.port  (option --http.port)")
                .contains("store.url = [secret]  (option --store.url)")
                .contains("store.url-file =   (not set)")
                .contains("institutions.x.tombstones = true  (default)")
                .contains(
                        "institutions.x.url = https://[secret]@x.example/  (option"
                                + " --institutions.x.url)");
        for (var known : KnownSettings.ALL) {
            assertThat(String.join("\n", listed).contains("value-of-" + known.name() + " "))
                    .isEqualTo(options.containsKey(known.name()) && !known.isSecret());
        }
    }

    @Test
    void an_unknown_setting_is_named_with_where_it_was_set() {
        assertThatThrownBy(() -> settings(with("http.prot", "1")))
                .hasMessage("unknown setting http.prot in option --http.prot");
        assertThatThrownBy(() ->
                        SettingsSource.of(
                                Optional.empty(), Map.of("BANKTRANSFER_HTTP_PROT", "1"), ENOUGH))
                .hasMessage("unknown setting in environment BANKTRANSFER_HTTP_PROT");
    }

    @Test
    void one_database_url_without_the_other_is_refused() {
        assertThatThrownBy(() -> settings(with("store.url", "jdbc:postgresql://a/transfers")))
                .hasMessageContaining("ledger.url");
    }

    @Test
    void several_hosts_may_stand_in_a_url_and_external_databases_need_the_fingerprint_key() {
        var options = with("store.url", "jdbc:postgresql://a,b:5433/transfers");
        options.put("ledger.url", "jdbc:postgresql://c,d/ledger");

        assertThatThrownBy(() -> settings(options)).hasMessageContaining("card-fingerprint-key");
        options.put("card-fingerprint-key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        assertThat(settings(options).databases()).isInstanceOf(Databases.External.class);
    }

    @Test
    void amounts_are_read_by_currency() {
        var settings = settings(with("rules.transfer-amount", "USD=100000, JPY=9000"));

        assertThat(settings.rules().perTransfer())
                .containsEntry(Currency.getInstance("USD"), 100_000L)
                .containsEntry(Currency.getInstance("JPY"), 9_000L);
    }

    @Test
    void every_setting_stands_in_the_documentation() throws IOException {
        var page = Files.readString(root().resolve("docs").resolve("settings.md"));

        assertThat(page).isEqualTo(SettingsPage.write());
    }

    private static Settings settings(Map<String, String> options) {
        return Settings.of(SettingsSource.of(Optional.empty(), Map.of(), options));
    }

    private static Map<String, String> with(String name, String value) {
        var options = new HashMap<>(ENOUGH);
        options.put(name, value);
        return options;
    }

    private static Path root() {
        var above = Path.of("").toAbsolutePath();
        while (!Files.exists(above.resolve("banktransfer"))) {
            above = Objects.requireNonNull(above.getParent());
        }
        return above;
    }
}
