package org.banktransfer.service.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documents, with its examples.
///
/// @param name from the checkout's root
record Document(String name, String text) {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w*)[^\\n]*\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /// A fenced block.
    ///
    /// @param kind what the fence says it is: `sh`, `json`
    record Example(String kind, String text) {

        /// The commands of a shell block, each in one line, without comments.
        List<String> commands() {
            var joined = text.replace("\\\n", " ").replaceAll("\\n {2,}", " ");
            return Arrays.stream(joined.split("\n", -1))
                    .map(line -> line.replaceAll("\\s+#.*$", "").strip())
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    static Document read(String name) {
        try {
            return new Document(name, Files.readString(ROOT.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every page of Markdown that is not a test's or a build's.
    static List<Document> all() throws IOException {
        try (var root = Files.list(ROOT);
                var modules = Files.list(ROOT).flatMap(Document::readmes);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.of(root, modules, docs)
                    .flatMap(each -> each)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(file -> read(ROOT.relativize(file).toString()))
                    .toList();
        }
    }

    private static Stream<Path> readmes(Path directory) {
        return Stream.of(directory.resolve("README.md")).filter(Files::isRegularFile);
    }

    List<Example> examples() {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Example(block.group(1), block.group(2)))
                .toList();
    }
}
