package org.banktransfer.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One answer of an HTTP/1.1 server as it arrives, in pieces of any size: its status and its body.
///
/// It understands what a server sends that was asked for JSON over a connection that stays open: a
/// status line, header fields, and as many bytes as `Content-Length` says. Anything else is an
/// error, never guessed at. A general client would do more and cost more than the service that is
/// to be measured. Used by one thread.
public final class HttpAnswer {

    private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED =
            "\ntransfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "tr_".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_DIGITS = 32;
    private static final int SIZE_MAX = 1 << 20;

    private byte[] bytes = new byte[4096];
    private int filled;
    private int searched;
    private int bodyAt;
    private int end;

    /// Room for more of the answer.
    ByteBuffer room() throws IOException {
        if (filled == bytes.length) {
            if (filled >= SIZE_MAX) {
                throw new IOException("an answer of more than " + SIZE_MAX + " bytes");
            }
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        return ByteBuffer.wrap(bytes, filled, bytes.length - filled);
    }

    /// So many bytes have come into the room.
    ///
    /// @return whether the answer is whole
    /// @throws IOException if it is none that is understood here
    boolean arrived(int count) throws IOException {
        filled += count;
        if (bodyAt == 0 && !findBody()) {
            return false;
        }
        if (filled > end) {
            throw new IOException("bytes that were not asked for");
        }
        return filled == end;
    }

    private boolean findBody() throws IOException {
        for (int i = Math.max(3, searched); i < filled; i++) {
            if (bytes[i] == '\n'
                    && bytes[i - 1] == '\r'
                    && bytes[i - 2] == '\n'
                    && bytes[i - 3] == '\r') {
                bodyAt = i + 1;
                end = bodyAt + contentLength();
                return true;
            }
        }
        searched = filled;
        return false;
    }

    private int contentLength() throws IOException {
        if (status() < 200 || find(CHUNKED, 0, bodyAt) >= 0) {
            throw new IOException("an answer without a length: " + this);
        }
        int at = find(LENGTH, 0, bodyAt);
        if (at < 0) {
            if (status() == 204 || status() == 304) {
                return 0;
            }
            throw new IOException("an answer without a length: " + this);
        }
        int i = at + LENGTH.length;
        while (bytes[i] == ' ') {
            i++;
        }
        int length = 0;
        for (; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            length = 10 * length + bytes[i] - '0';
            if (length > SIZE_MAX) {
                throw new IOException("an answer of more than " + SIZE_MAX + " bytes");
            }
        }
        return length;
    }

    /// Lower-case letters of `wanted` are found in either case.
    private int find(byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && same(bytes[i + j], wanted[j])) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(byte found, byte wanted) {
        return found == wanted || (wanted >= 'a' && wanted <= 'z' && found == wanted - 32);
    }

    /// The three digits of the status line.
    public int status() throws IOException {
        if (filled < 12 || bytes[0] != 'H' || bytes[8] != ' ') {
            throw new IOException("not HTTP/1.1: " + this);
        }
        return 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + bytes[11] - '0';
    }

    /// Where the 32 hexadecimal digits of the first transfer id stand, in the header or the body;
    /// less than zero if there is none.
    private int idAt() {
        int at = find(ID, 0, end - ID_DIGITS);
        return at < 0 ? at : at + ID.length;
    }

    /// Whether a transfer is named in it.
    public boolean hasId() {
        return idAt() >= 0;
    }

    /// The first or second half of the first transfer id that is named in it.
    public long idHalf(int half) {
        long value = 0;
        int from = idAt() + 16 * half;
        for (int i = from; i < from + 16; i++) {
            value = (value << 4) | Character.digit(bytes[i], 16);
        }
        return value;
    }

    /// The body as text, for people.
    public String body() {
        return new String(bytes, bodyAt, end - bodyAt, StandardCharsets.UTF_8);
    }

    /// Ready for the next answer.
    void clear() {
        filled = 0;
        searched = 0;
        bodyAt = 0;
        end = 0;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, Math.min(filled, 200), StandardCharsets.ISO_8859_1);
    }
}
