package org.banktransfer.service.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// An institution that shares nothing with ours: `src/test/institution/institution.js`, a process
/// of its own.
final class NodeInstitution implements AutoCloseable {

    /// From the module's folder.
    static final String SOURCE = "src/test/institution/institution.js";

    private final Process process;
    private final String url;

    private NodeInstitution(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /// Skips the test, with a line on the console, where there is no Node.js.
    ///
    /// @param card `NUMBER:PIN:BALANCE:CURRENCY`
    static NodeInstitution start(String card) throws IOException, InterruptedException {
        Npm.requireNode("the institution in Node.js");
        var process =
                new ProcessBuilder("node", SOURCE, "0", card)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        // Ends with its input, so at the latest with this process.
        var line =
                new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (line == null) {
            throw new AssertionError("the institution did not start");
        }
        return new NodeInstitution(process, line.replace("listening on ", ""));
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
