package org.banktransfer.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Requests that were made beforehand, asked in turn: once, or over and over.
public final class PlainTraffic implements Traffic {

    private final List<byte[]> requests;
    private final boolean isEndless;
    private int next;
    private int refused;
    private String firstRefusal = "";

    /// @param isEndless whether it begins again after the last
    public PlainTraffic(List<byte[]> requests, boolean isEndless) {
        this.requests = List.copyOf(requests);
        this.isEndless = isEndless;
    }

    /// A request without a body.
    public static byte[] get(String host, String path, String token) {
        return request("GET", host, path, token, "");
    }

    /// A request with JSON for a body.
    public static byte[] request(
            String method, String host, String path, String token, String json) {
        var content =
                json.isEmpty()
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: "
                                + json.length()
                                + "\r\n";
        return (method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\n"
                        + content
                        + "\r\n"
                        + json)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int next(ByteBuffer request) {
        if (next == requests.size()) {
            if (!isEndless) {
                return NOTHING;
            }
            next = 0;
        }
        request.put(requests.get(next));
        return next++;
    }

    @Override
    public boolean isOver() {
        return !isEndless && next == requests.size();
    }

    @Override
    public void answered(int number, HttpAnswer answer, boolean isMeasured, long tookNanos)
            throws IOException {
        if (answer.status() / 100 != 2) {
            refused++;
            if (firstRefusal.isEmpty()) {
                firstRefusal = answer.status() + " " + answer.body();
            }
        }
    }

    @Override
    public void unanswered(int number) {
        refused++;
    }

    /// @throws IllegalStateException if any was not answered as it was wished
    public void requireAllGranted() {
        if (refused > 0 || (!isEndless && next < requests.size())) {
            throw new IllegalStateException(
                    refused
                            + " of "
                            + requests.size()
                            + " were not granted, the first: "
                            + firstRefusal);
        }
    }
}
