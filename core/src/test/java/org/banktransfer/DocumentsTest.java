package org.banktransfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.transfer.TransferEngine;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The documents as a reader walks through them: no link leads nowhere, and from README there is a
/// way to each of them.
class DocumentsTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}_ -]");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    /// @param anchor empty for the page as a whole
    private record Link(Path from, Path to, String anchor) {}

    @Test
    void every_link_leads_somewhere() throws IOException {
        var broken = new ArrayList<Link>();
        for (var page : pages()) {
            for (var link : links(page)) {
                boolean isThere =
                        Files.exists(link.to())
                                && (link.anchor().isEmpty()
                                        || anchors(link.to()).contains(link.anchor()));
                if (!isThere) {
                    broken.add(link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_page_is_reached_from_the_readme() throws IOException {
        var reached = new HashSet<Path>();
        var next = new ArrayDeque<>(List.of(root().resolve("README.md")));
        while (!next.isEmpty()) {
            var page = next.remove();
            if (Files.isDirectory(page)) {
                // Whoever is led to a folder sees what is in it.
                try (var files = Files.list(page)) {
                    files.filter(DocumentsTest::isPage).forEach(next::add);
                }
            } else if (isPage(page) && reached.add(page)) {
                links(page).forEach(link -> next.add(link.to()));
            }
        }
        assertThat(pages()).isNotEmpty().allMatch(reached::contains);
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    private static Set<Path> pages() throws IOException {
        var pages = new TreeSet<Path>();
        Files.walkFileTree(
                root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        var name = directory.getFileName().toString();
                        boolean isOurs =
                                directory.equals(root())
                                        || (!name.startsWith(".") && !NOT_OURS.contains(name));
                        return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (isPage(file)) {
                            pages.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return pages;
    }

    /// Those to this repository.
    private static List<Link> links(Path page) throws IOException {
        var text = CODE.matcher(prose(page)).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .map(target -> {
                    int hash = target.indexOf('#');
                    var file = hash < 0 ? target : target.substring(0, hash);
                    var anchor = hash < 0 ? "" : target.substring(hash + 1);
                    var to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
                    return new Link(page, to, anchor);
                })
                .toList();
    }

    /// As GitHub makes them of headings.
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> NOT_IN_ANCHORS.matcher(heading).replaceAll("").replace(' ', '-'))
                .toList();
    }

    private static String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    /// The directory above the compiled rules that holds the documents.
    private static Path root() {
        var classes =
                TransferEngine.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        for (var above = Path.of(classes); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve("ARCHITECTURE.md"))) {
                return above;
            }
        }
        throw new AssertionError("ARCHITECTURE.md is nowhere above " + classes);
    }
}
