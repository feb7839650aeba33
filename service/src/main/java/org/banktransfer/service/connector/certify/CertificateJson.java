package org.banktransfer.service.connector.certify;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/// A certificate for programs.
public final class CertificateJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CertificateJson() {}

    /// @return one JSON object in one line
    public static String of(Certificate certificate) {
        var json = new LinkedHashMap<String, Object>();
        json.put("institution", certificate.settings().url().toString());
        json.put("clean", certificate.isClean());
        json.put("can_be_connected", certificate.canBeConnected());
        json.put("not_put_back", certificate.left());
        json.put("sheet", certificate.sheet());
        json.put("took_ms", certificate.took().toMillis());
        json.put("cases", certificate.results().stream().map(CertificateJson::of).toList());
        return MAPPER.writeValueAsString(json);
    }

    private static Map<String, Object> of(CaseResult result) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", result.name());
        json.put("promise", result.promise());
        json.put("why", result.why());
        json.put("verdict", result.verdict().word().replace(' ', '_'));
        switch (result.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.Lacking(var lack, var expected, var found) -> {
                if (!lack.setting().isEmpty()) {
                    json.put("setting", lack.setting() + "=" + lack.value());
                }
                json.put("expected", expected);
                json.put("found", found);
            }
            case Verdict.Failed(var expected, var found) -> {
                json.put("expected", expected);
                json.put("found", found);
            }
            case Verdict.NotTried(var because) -> json.put("because", because);
        }
        json.put("took_ms", result.took().toMillis());
        json.put("exchanges", result.exchanges());
        return json;
    }
}
