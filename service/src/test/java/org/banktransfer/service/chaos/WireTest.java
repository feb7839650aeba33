package org.banktransfer.service.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.service.chaos.Wire.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A wire between a caller and a server that says everything back.
class WireTest {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        wire = Wire.to(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void a_whole_wire_hands_on_every_byte_both_ways_and_the_end() throws Exception {
        try (var caller = call()) {
            caller.getOutputStream().write(bytes("hello"));
            caller.shutdownOutput();
            assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
        }
    }

    @Test
    void a_cut_wire_resets_the_connections_there_are_and_new_ones() throws Exception {
        try (var caller = call()) {
            exchange(caller, "first");
            wire.set(State.CUT);
            assertThatThrownBy(() -> exchange(caller, "second")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(
                        () -> {
                            try (var caller = call()) {
                                exchange(caller, "third");
                            }
                        })
                .isInstanceOf(IOException.class);
        wire.set(State.WHOLE);
        try (var caller = call()) {
            exchange(caller, "fourth");
        }
        assertThat(heard).doesNotContain("second", "third").contains("fourth");
    }

    @Test
    void a_stalled_wire_hands_on_nothing_until_it_is_whole_again() throws Exception {
        wire.set(State.STALLED);
        try (var caller = call()) {
            caller.setSoTimeout(300);
            caller.getOutputStream().write(bytes("late"));
            assertThatThrownBy(() -> caller.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(heard).isEmpty();
            wire.set(State.WHOLE);
            caller.setSoTimeout(10_000);
            assertThat(caller.getInputStream().readNBytes(4)).isEqualTo(bytes("late"));
        }
    }

    @Test
    void a_slow_wire_takes_its_time() throws Exception {
        wire.set(State.SLOW);
        var text = "x".repeat(4096);
        long startedAt = System.nanoTime();
        try (var caller = call()) {
            exchange(caller, text);
        }
        var tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        assertThat(tookMillis).isGreaterThan(150);
    }

    @Test
    void a_deaf_wire_hands_on_the_question_and_loses_the_answer() throws Exception {
        wire.set(State.DEAF);
        try (var caller = call()) {
            assertThatThrownBy(() -> exchange(caller, "unheard")).isInstanceOf(IOException.class);
        }
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("unheard");
    }

    @Test
    void a_wire_that_loses_commits_hands_on_all_but_the_word_that_they_are_done() throws Exception {
        wire.set(State.COMMITS_LOST);
        try (var caller = call()) {
            exchange(caller, "INSERT 0 1\0");
            assertThatThrownBy(() -> exchange(caller, "COMMIT\0")).isInstanceOf(IOException.class);
        }
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("INSERT 0 1\0");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("COMMIT\0");
    }

    @Test
    void a_wire_to_a_part_that_is_down_resets() throws Exception {
        // Bound and not listening: nobody else gets the port meanwhile.
        try (var down = new Socket()) {
            down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            wire.close();
            wire = Wire.to(down.getLocalPort());
            assertThatThrownBy(
                            () -> {
                                try (var caller = call()) {
                                    exchange(caller, "nobody");
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    private Socket call() throws IOException {
        var caller = new Socket(InetAddress.getLoopbackAddress(), wire.port());
        caller.setSoTimeout(10_000);
        return caller;
    }

    private static void exchange(Socket caller, String text) throws IOException {
        caller.getOutputStream().write(bytes(text));
        if (caller.getInputStream().readNBytes(text.length()).length != text.length()) {
            throw new IOException("the answer is not whole");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var caller = server.accept();
                Thread.ofVirtual().start(() -> sayBack(caller));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void sayBack(Socket caller) {
        var buffer = new byte[8192];
        try (caller) {
            for (int read; (read = caller.getInputStream().read(buffer)) >= 0; ) {
                heard.add(new String(buffer, 0, read, StandardCharsets.UTF_8));
                caller.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Cut.
        }
    }
}
