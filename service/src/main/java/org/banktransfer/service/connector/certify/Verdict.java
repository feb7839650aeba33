package org.banktransfer.service.connector.certify;

/// How a case ended.
public sealed interface Verdict {

    /// Everything was as the contract has it.
    record Passed() implements Verdict {}

    /// The institution lacks what the contract has it do; its sheet can say so.
    record Lacking(Lack lack, String expected, String found) implements Verdict {}

    /// The institution breaks the contract in a way that no sheet makes up for.
    record Failed(String expected, String found) implements Verdict {}

    /// Nothing can be said.
    record NotTried(String why) implements Verdict {}

    /// The verdict in a word.
    default String word() {
        return switch (this) {
            case Passed _ -> "passed";
            case Lacking _ -> "lacking";
            case Failed _ -> "failed";
            case NotTried _ -> "not tried";
        };
    }
}
