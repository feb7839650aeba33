package org.banktransfer.service;

import org.banktransfer.service.settings.InvalidSettings;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TraceWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/// The file that gets every step of this process as a line. Each line is one write to the operating
/// system, so it is there after a SIGKILL, whole. It is no record: it survives the process, not the
/// machine.
final class Trace implements Appendable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Trace.class);

    /// Not a channel: an interrupted thread would close that for all others.
    private final FileOutputStream file;

    private final TraceWriter writer;

    private Trace(FileOutputStream file, InstantSource clock, String node) {
        this.file = file;
        writer = new TraceWriter(this, clock, node);
    }

    /// @throws InvalidSettings if the file cannot be written
    static Trace open(Path file, InstantSource clock, String node) {
        try {
            return new Trace(new FileOutputStream(file.toFile(), true), clock, node);
        } catch (IOException e) {
            throw new InvalidSettings("setting trace-file: cannot write " + file);
        }
    }

    StepObserver observer() {
        return writer;
    }

    @Override
    public Appendable append(CharSequence line) throws IOException {
        file.write(line.toString().getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
        return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char c) throws IOException {
        return append(String.valueOf(c));
    }

    @Override
    public void close() {
        writer.broken().ifPresent(e -> LOG.warn("the trace ends early", e));
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("the trace was not closed", e);
        }
    }
}
