package org.banktransfer.service.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Inputs near those of a corpus: broken a little, joined, cut off, repeated.
final class Mutations {

    /// What readers stumble over.
    private static final List<String> STONES =
            List.of(
                    "\"",
                    "\\",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    ";",
                    "%",
                    "=",
                    "\r\n",
                    "\0",
                    "null",
                    "0",
                    "-1",
                    "1e999999999",
                    "9223372036854775808",
                    "1.5",
                    "\\u0030",
                    "\u00ef",
                    "\u00ff\u00fe",
                    "\u00c0\u0080",
                    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///\">]>",
                    "&b;",
                    "]]>",
                    "//",
                    "::ffff:1",
                    "-",
                    " ");

    private static final int CHANGES_MAX = 4;
    private static final int REPEATS_MAX = 600;
    private static final int LENGTH_MAX = 8_192;

    private final List<byte[]> corpus;
    private final RandomGenerator chance;

    Mutations(List<byte[]> corpus, RandomGenerator chance) {
        this.corpus = List.copyOf(corpus);
        this.chance = chance;
    }

    byte[] next() {
        var input = one();
        int changes = chance.nextInt(1, CHANGES_MAX + 1);
        for (int i = 0; i < changes; i++) {
            input = changed(input);
        }
        return Arrays.copyOf(input, Math.min(input.length, LENGTH_MAX));
    }

    private byte[] one() {
        return corpus.get(chance.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        int from = chance.nextInt(input.length + 1);
        int to = Math.min(input.length, from + chance.nextInt(1, 20));
        var piece = Arrays.copyOfRange(input, from, to);
        return switch (chance.nextInt(6)) {
            case 0 -> joined(input, from, to, random());
            case 1 -> joined(input, from, to, new byte[0]);
            case 2 -> joined(input, from, from, stone());
            case 3 -> joined(input, from, to, stone());
            case 4 -> joined(input, from, to, repeated(piece));
            default -> joined(input, from, input.length, endOf(one()));
        };
    }

    private byte[] random() {
        var bytes = new byte[chance.nextInt(1, 5)];
        chance.nextBytes(bytes);
        return bytes;
    }

    private byte[] stone() {
        return STONES.get(chance.nextInt(STONES.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] repeated(byte[] piece) {
        var all = new ByteArrayOutputStream();
        int times = chance.nextInt(2, REPEATS_MAX);
        for (int i = 0; i < times; i++) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private byte[] endOf(byte[] other) {
        return Arrays.copyOfRange(other, chance.nextInt(other.length + 1), other.length);
    }

    private static byte[] joined(byte[] input, int from, int to, byte[] between) {
        var all = new ByteArrayOutputStream();
        all.write(input, 0, from);
        all.writeBytes(between);
        all.write(input, to, input.length - to);
        return all.toByteArray();
    }
}
