package org.banktransfer.planted.transfer;

import org.assertj.core.api.Assertions;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;

/// The ways to touch something outside the rules.
public final class LeavesTheHouse {

    public void database(Connection connection) throws SQLException {
        connection.commit();
    }

    public int address(URI uri) {
        return uri.getPort();
    }

    public void socket(Socket socket) throws IOException {
        socket.close();
    }

    public void channel(SocketChannel channel) throws IOException {
        channel.close();
    }

    public HttpClient http() {
        return HttpClient.newHttpClient();
    }

    public void log(Logger logger) {
        logger.info("seen");
    }

    public void library(int amount) {
        Assertions.assertThat(amount).isPositive();
    }
}
