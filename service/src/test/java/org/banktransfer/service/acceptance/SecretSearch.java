package org.banktransfer.service.acceptance;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Looks for card numbers and PINs in files, byte by byte, in the forms that programs give them:
/// text in the usual encodings, hexadecimal, Base64 at each of its three alignments, packed
/// decimal, binary numbers, and plain digests.
final class SecretSearch {

    private static final int PREFIX = 4;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Map<Integer, List<Form>> byPrefix = new HashMap<>();
    private final BitSet prefixes = new BitSet(1 << 16);

    /// What a secret may look like.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Form(String secret, String name, byte[] bytes) {}

    SecretSearch(Collection<String> secrets) {
        for (var secret : secrets) {
            forms(secret).forEach(this::add);
        }
    }

    private void add(Form form) {
        int prefix = prefix(form.bytes(), 0);
        byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(form);
        prefixes.set(hash(prefix));
    }

    /// All forms of one secret.
    static List<Form> forms(String secret) {
        var ascii = secret.getBytes(StandardCharsets.US_ASCII);
        var forms = new LinkedHashMap<String, byte[]>();
        forms.put("text", ascii);
        forms.put("UTF-16LE", secret.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16BE", secret.getBytes(StandardCharsets.UTF_16BE));
        var hex = HexFormat.of().formatHex(ascii);
        forms.put("hex", hex.getBytes(StandardCharsets.US_ASCII));
        forms.put(
                "reversed",
                new StringBuilder(secret).reverse().toString().getBytes(StandardCharsets.US_ASCII));
        for (int skipped = 0; skipped < 3; skipped++) {
            forms.put("Base64 at " + skipped, base64Core(ascii, skipped));
        }
        var grouped = secret.replaceAll("(.{4})(?!$)", "$1 ");
        forms.put("in fours", grouped.getBytes(StandardCharsets.US_ASCII));
        forms.put("with hyphens", grouped.replace(' ', '-').getBytes(StandardCharsets.US_ASCII));
        var even = secret.length() % 2 == 0 ? secret : "0" + secret;
        forms.put("packed decimal", HexFormat.of().parseHex(even));
        long number = Long.parseLong(secret);
        for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            forms.put(
                    "binary " + order, ByteBuffer.allocate(8).order(order).putLong(number).array());
        }
        for (var algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            var digest = digest(algorithm, ascii);
            forms.put(algorithm, digest);
            var text = HexFormat.of().formatHex(digest);
            forms.put(algorithm + " in hex", text.getBytes(StandardCharsets.US_ASCII));
        }
        return forms.entrySet().stream()
                .map(each -> new Form(secret, each.getKey(), each.getValue()))
                .toList();
    }

    /// The part of the Base64 text that does not depend on what stands around it.
    private static byte[] base64Core(byte[] ascii, int skipped) {
        var padded = new byte[skipped + ascii.length];
        System.arraycopy(ascii, 0, padded, skipped, ascii.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = skipped == 0 ? 0 : skipped + 1;
        int to = padded.length / 3 * 4;
        return text.substring(from, to).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /// @return file, form and place of each find, without the secret
    List<String> in(Path file) {
        var found = new TreeSet<String>();
        try (var channel = Files.newInputStream(file)) {
            var window = new byte[1 << 20];
            int kept = 0;
            for (int read; (read = channel.readNBytes(window, kept, window.length - kept)) > 0; ) {
                int length = kept + read;
                search(window, length, (form, at) -> found.add(file + ": " + form.name()));
                kept = Math.min(length, 256);
                System.arraycopy(window, length - kept, window, 0, kept);
            }
        } catch (IOException e) {
            // A file that PostgreSQL has removed meanwhile holds nothing any more.
        }
        return List.copyOf(found);
    }

    /// @return as above, of all regular files under it
    List<String> under(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).flatMap(file -> in(file).stream()).toList();
        }
    }

    private interface Find {
        void is(Form form, int at);
    }

    private void search(byte[] bytes, int length, Find find) {
        for (int at = 0; at + PREFIX <= length; at++) {
            int prefix = prefix(bytes, at);
            if (!prefixes.get(hash(prefix))) {
                continue;
            }
            for (var form : byPrefix.getOrDefault(prefix, List.of())) {
                int to = at + form.bytes().length;
                if (to <= length
                        && Arrays.equals(form.bytes(), 0, form.bytes().length, bytes, at, to)) {
                    find.is(form, at);
                }
            }
        }
    }

    private static int prefix(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    private static int hash(int prefix) {
        return (prefix * 0x9E3779B1) >>> 16;
    }
}
