package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `serve --print-settings`, as whoever runs the service sees it.
class PrintSettingsTest {

    private static final String SECRET = "jdbc:postgresql://db/transfers?password=hunter2";

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int printed(String... options) {
        var arguments = new ArrayList<>(List.of("serve", "--print-settings", "--auth.issuer=i"));
        arguments.addAll(List.of("--auth.audience=a", "--auth.jwks=keys.json"));
        arguments.addAll(List.of(options));
        return Main.commands()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void the_settings_are_printed_and_nothing_is_started() {
        assertThat(printed("--http.port=0", "--institutions.x.url=http://127.0.0.1:1")).isZero();

        assertThat(out.toString())
                .contains("http.port = 0  (option --http.port)")
                .contains("patience = 15m  (default)")
                .contains("institutions.x.url = http://127.0.0.1:1")
                .doesNotContain("listening on");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_secret_is_not_printed_and_one_among_the_options_is_warned_of_once() throws IOException {
        var ledger = Files.writeString(directory.resolve("ledger"), SECRET);

        int status = printed("--store.url=" + SECRET, "--ledger.url-file=" + ledger);

        assertThat(status).as("the fingerprint key is missing").isEqualTo(2);
        assertThat(out.toString())
                .contains("store.url = [secret]  (option --store.url)")
                .contains("ledger.url = [secret]  (file " + ledger);
        assertThat(err.toString().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("card-fingerprint-key"))
                .anyMatch(line -> line.endsWith("(store.url-file=FILE): store.url"));
        assertThat(out + "" + err).doesNotContain("hunter2");
    }

    @Test
    void what_makes_no_sense_is_told_after_the_list() {
        assertThat(printed("--http.port=eighty")).isEqualTo(2);

        assertThat(out.toString()).contains("http.port = eighty");
        assertThat(err.toString()).contains("whole number from 0 to 65535");
    }
}
