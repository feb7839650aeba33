package org.banktransfer.service.connector.certify;

/// What an institution may lack and still be connected: recovery follows the line of its capability
/// sheet that says so, or nothing but time and convenience is lost.
public enum Lack {
    LOOK_UPS("looks-up", "false"),
    DEDUPLICATION("dedupes-for", "0s"),
    TOMBSTONES("tombstones", "false"),
    EXPIRY("honours-valid-until", "false"),
    REVERSAL_AT_ONCE("reverses-synchronously", "false"),
    CONNECTION_REUSE("", ""),
    CAMT("", "");

    private final String setting;
    private final String value;

    Lack(String setting, String value) {
        this.setting = setting;
        this.value = value;
    }

    /// The line of the sheet, after `institutions.NAME.`; empty if none is needed.
    public String setting() {
        return setting;
    }

    /// What the line says where it is lacking.
    public String value() {
        return value;
    }
}
