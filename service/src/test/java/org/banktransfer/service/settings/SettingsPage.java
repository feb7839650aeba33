package org.banktransfer.service.settings;

import java.util.List;
import java.util.stream.Collectors;

/// docs/settings.md as it should be. After a change of [KnownSettings], let `SettingsTest` fail and
/// take its word.
final class SettingsPage {

    private SettingsPage() {}

    static String write() {
        return """
        # Settings

        One name each, the same in the settings file (`--settings FILE`, Java properties in UTF-8), as an option of
        `serve`, `audit` and `card`, and, upper-cased with `BANKTRANSFER_` before it and `_` for `.` and `-`, in the
        environment: `http.port`, `--http.port=8080`, `BANKTRANSFER_HTTP_PORT`. Later wins in the order file,
        environment, option. A name that is unknown or a value that makes no sense stops the program at its start, with
        one line that names it. `serve --print-settings` prints them all, with where each comes from. Durations are written `200ms`, `3s`, `15m`, `24h`, `30d`.

        %s
        A secret does not belong into an option: whoever lists the machine's processes reads it there, and the program warns
        of it in one line. Give it by the environment, by the settings file, or by a file of its own that holds nothing else
        (`store.url-file=/run/secrets/store`), and let nobody else read those. It is printed nowhere: not by
        `--print-settings`, not in an error that names it.

        ## Of each institution, after `institutions.NAME.`

        %s
        Card numbers and PINs go to an institution encrypted (`card-keys`), or not at all, and by `https`. Only
        `card-in-plain=true` and `plain-http=true` change that, or a `url` of this machine, which they do not leave. With
        `trust`, nothing else vouches for an institution; a file with its own certificate pins it. PEM files are read at
        the start; keys are read again every few minutes.

        The capability sheet (`looks-up` to `look-ups-per-minute`) says what an institution can do; recovery follows
        it. State what is true, not what is hoped: without tombstones, say, a reversal is not believed until the
        cash-out has expired.
        """
                .formatted(table(KnownSettings.ALL), table(KnownSettings.OF_AN_INSTITUTION));
    }

    private static String table(List<KnownSettings.Known> settings) {
        return settings.stream()
                .map(known ->
                        "| `%s` | %s | %s%s |\n"
                                .formatted(
                                        known.name(),
                                        known.byDefault().isEmpty()
                                                ? ""
                                                : "`" + known.byDefault() + "`",
                                        known.meaning(),
                                        known.isSecret() ? "; a secret" : ""))
                .collect(
                        Collectors.joining(
                                "", "| name | default | meaning |\n|---|---|---|\n", ""));
    }
}
