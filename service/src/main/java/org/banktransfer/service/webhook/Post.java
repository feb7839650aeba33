package org.banktransfer.service.webhook;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One HTTP/1.1 POST over a connection of its own, of whose answer only the status and
/// `Retry-After` are read. Our own, because it must connect to the very address that was looked at
/// (a name may mean another one a moment later), must not follow anything, and must end in time
/// whatever the other side does.
final class Post {

    /// What was heard.
    sealed interface Heard {

        /// @param retryAfter the header in seconds, if it was sent like that
        record Answer(int status, Optional<Duration> retryAfter) implements Heard {}

        /// @param why for people
        record Nothing(String why) implements Heard {}
    }

    /// For each address, so that a dead one leaves time for the next.
    private static final int CONNECT_MAX_MILLIS = 5_000;

    private static final int HEAD_MAX = 16 * 1_024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");
    private static final Pattern RETRY_AFTER =
            Pattern.compile("retry-after:\\s*(\\d{1,6})\\s*", Pattern.CASE_INSENSITIVE);

    private final Reach reach;
    private final URI url;
    private final byte[] request;
    private volatile @Nullable Socket socket;
    private volatile boolean isAborted;

    private Post(Reach reach, URI url, byte[] request) {
        this.reach = reach;
        this.url = url;
        this.request = request;
    }

    /// @param headers besides those of the connection; visible ASCII
    /// @param within for all of it
    static Heard send(
            Reach reach, URI url, Map<String, String> headers, byte[] body, Duration within) {
        var post = new Post(reach, url, written(url, headers, body));
        var task = new FutureTask<>(post::exchange);
        Thread.ofVirtual().name("webhook-post").start(task);
        try {
            return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Heard.Nothing("no answer within " + within.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Heard.Nothing("we stopped waiting for the answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return new Heard.Nothing(String.valueOf(e.getCause()));
        } finally {
            post.abort();
        }
    }

    private static byte[] written(URI url, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder();
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        head.append("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private Heard exchange() throws IOException {
        var host = Reach.host(url);
        var addresses =
                Arrays.stream(InetAddress.getAllByName(host))
                        .filter(address -> reach.allows(host, address))
                        .toList();
        if (addresses.isEmpty()) {
            return new Heard.Nothing("its address is not one that everybody can reach");
        }
        try (var connected = connect(host, addresses)) {
            connected.getOutputStream().write(request);
            connected.getOutputStream().flush();
            return answer(connected.getInputStream());
        }
    }

    /// To the first address that takes us.
    private Socket connect(String host, List<InetAddress> addresses) throws IOException {
        boolean isSecure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() != -1 ? url.getPort() : isSecure ? 443 : 80;
        var failure = new IOException("no address");
        for (var address : addresses) {
            var plain = new Socket();
            remember(plain);
            try {
                plain.connect(new InetSocketAddress(address, port), CONNECT_MAX_MILLIS);
                return isSecure ? secured(plain, host, port) : plain;
            } catch (IOException e) {
                plain.close();
                failure = e;
            }
        }
        throw failure;
    }

    /// Vouched for by whom the Java runtime trusts, for this host's name.
    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /// The status line and headers of the first answer that is not provisional.
    private static Heard answer(InputStream in) throws IOException {
        int left = HEAD_MAX;
        while (true) {
            var line = line(in, left);
            left -= line.length();
            var status = STATUS.matcher(line);
            if (!status.matches()) {
                return new Heard.Nothing("what it answered is not HTTP");
            }
            var retryAfter = Optional.<Duration>empty();
            for (line = line(in, left); !line.isEmpty(); line = line(in, left)) {
                left -= line.length();
                var header = RETRY_AFTER.matcher(line);
                if (header.matches()) {
                    retryAfter = Optional.of(Duration.ofSeconds(Long.parseLong(header.group(1))));
                }
            }
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                return new Heard.Answer(code, retryAfter);
            }
        }
    }

    private static String line(InputStream in, int max) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next == -1) {
                throw new IOException("it closed the connection");
            }
            if (line.length() >= max) {
                throw new IOException("its answer's head is too long");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private void remember(Socket opened) throws IOException {
        socket = opened;
        if (isAborted) {
            opened.close();
        }
    }

    /// Ends whatever the exchange is waiting for.
    private void abort() {
        isAborted = true;
        var opened = socket;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                // It is closed as far as it can be.
            }
        }
    }
}
