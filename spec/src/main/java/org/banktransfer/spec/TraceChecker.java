package org.banktransfer.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Holds traces of what really happened against the model: is each a behaviour of it?
public final class TraceChecker {

    private static final Pattern EXPLAINED = Pattern.compile("<<\"explained\", (\\d+), (\\d+)>>");
    private static final int HEAP_MEBIBYTES = 1024;

    /// Definitions in `Checked.tla`.
    static final String ANY = "AllSheets";

    static final String FULL = "OnlyFull";

    private final Specification specification;
    private final String sheets;
    private final int tracesAtOnce;
    private final Duration within;

    /// How far TLC could explain a trace.
    ///
    /// @param explained so many of its first events
    record Result(Trace trace, int explained) {

        boolean isBehaviour() {
            return explained == trace.events().size();
        }

        /// The first event that the model cannot have.
        Optional<TraceEvent> stranger() {
            return isBehaviour() ? Optional.empty() : Optional.of(trace.events().get(explained));
        }
    }

    /// @param sheets the definition in `Checked.tla` of the institutions that it may have been
    /// @param tracesAtOnce in one run of TLC
    /// @param within the time for each run of TLC
    TraceChecker(Specification specification, String sheets, int tracesAtOnce, Duration within) {
        this.specification = specification;
        this.sheets = sheets;
        this.tracesAtOnce = tracesAtOnce;
        this.within = within;
    }

    /// What an institution that can do everything explains is explained; most are, and soon.
    ///
    /// @return a result for each trace, in their order
    /// @throws IllegalStateException if TLC could not look at them
    List<Result> check(List<Trace> traces) {
        if (!sheets.equals(ANY)) {
            return check(traces, sheets);
        }
        var results = new ArrayList<>(check(traces, FULL));
        var open =
                IntStream.range(0, results.size())
                        .filter(i -> !results.get(i).isBehaviour())
                        .boxed()
                        .toList();
        var again = check(open.stream().map(traces::get).toList(), ANY);
        for (int i = 0; i < again.size(); i++) {
            results.set(open.get(i), again.get(i));
        }
        return results;
    }

    private List<Result> check(List<Trace> traces, String sheets) {
        var batches = new ArrayList<Callable<List<Result>>>();
        for (int from = 0; from < traces.size(); from += tracesAtOnce) {
            var batch = traces.subList(from, Math.min(from + tracesAtOnce, traces.size()));
            batches.add(() -> checkBatch(batch, sheets));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        try (var executor = Executors.newFixedThreadPool(processors)) {
            return executor.invokeAll(batches).stream()
                    .flatMap(batch -> get(batch).stream())
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<Result> get(Future<List<Result>> batch) {
        try {
            return batch.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private List<Result> checkBatch(List<Trace> traces, String sheets) {
        try {
            var directory = Files.createTempDirectory("traces");
            var module = directory.resolve(Recording.MODULE + ".tla");
            try {
                Files.writeString(module, new Recording(traces).module());
                var task =
                        new Task(
                                Stream.concat(specification.modules().stream(), Stream.of(module))
                                        .toList(),
                                "Traces",
                                Recording.configuration(sheets),
                                1,
                                HEAP_MEBIBYTES,
                                within);
                return results(traces, task);
            } finally {
                Files.deleteIfExists(module);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Result> results(List<Trace> traces, Task task) {
        int[] explained = new int[traces.size()];
        var verdict =
                new ModelChecker(
                                line -> {
                                    var found = EXPLAINED.matcher(line);
                                    if (found.find()) {
                                        int trace = Integer.parseInt(found.group(1)) - 1;
                                        int events = Integer.parseInt(found.group(2));
                                        explained[trace] = Math.max(explained[trace], events);
                                    }
                                })
                        .check(task);
        if (verdict instanceof Verdict.NotChecked(var why, var output)) {
            throw new IllegalStateException(why + "\n" + output);
        }
        var results = new ArrayList<Result>();
        for (int i = 0; i < explained.length; i++) {
            results.add(new Result(traces.get(i), explained[i]));
        }
        return results;
    }
}
