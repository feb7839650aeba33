package org.banktransfer.service.postgres.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// As whom PostgreSQL's programs run. They refuse to run as root, wisely: so where we are root,
/// they run as nobody.
sealed interface RunAs {

    /// The command, so prefixed that it runs as that user, with the same process id.
    List<String> command(List<String> command);

    /// Makes the user the owner of all that is under the path.
    void giveTo(Path path) throws IOException;

    /// We are an ordinary user already.
    record Ourselves() implements RunAs {
        @Override
        public List<String> command(List<String> command) {
            return command;
        }

        @Override
        public void giveTo(Path path) {}
    }

    /// In a user namespace that maps no user at all: the process keeps root's files but none of
    /// root's powers, and `geteuid` and `stat` both say "nobody", so PostgreSQL finds that it owns
    /// its data.
    record UserNamespace() implements RunAs {
        @Override
        public List<String> command(List<String> command) {
            return prefixed(List.of("unshare", "--user"), command);
        }

        @Override
        public void giveTo(Path path) {}
    }

    /// As another user, who owns the data: where user namespaces are refused, as in most
    /// containers.
    ///
    /// @param uid not root
    record OtherUser(int uid) implements RunAs {
        @Override
        public List<String> command(List<String> command) {
            return prefixed(
                    List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"),
                    command);
        }

        @Override
        public void giveTo(Path path) throws IOException {
            Files.walkFileTree(
                    path,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.setAttribute(file, "unix:uid", uid);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path directory, @Nullable IOException failed) throws IOException {
                            Files.setAttribute(directory, "unix:uid", uid);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
    }

    /// The user `nobody` of every Linux.
    int NOBODY = 65534;

    /// The first way that works here.
    ///
    /// @param data PostgreSQL's data; if it exists and is not root's, its owner runs the programs
    /// @throws EmbeddedPostgresFailed if we are root and no way works
    static RunAs choose(Path data) {
        if (ownerOf(Path.of("/proc/self")) != 0) {
            return new Ourselves();
        }
        int owner = Files.exists(data) ? ownerOf(data) : 0;
        if (owner == 0 && works(new UserNamespace())) {
            return new UserNamespace();
        }
        var other = new OtherUser(owner == 0 ? NOBODY : owner);
        if (works(other)) {
            return other;
        }
        throw new EmbeddedPostgresFailed(
                "PostgreSQL does not run as root, and neither `unshare --user` nor `setpriv` work"
                        + " here; run this program as an ordinary user");
    }

    private static int ownerOf(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new EmbeddedPostgresFailed("cannot tell who owns " + path, e);
        }
    }

    private static boolean works(RunAs as) {
        try {
            var probe =
                    new ProcessBuilder(as.command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!probe.waitFor(10, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresFailed("interrupted", e);
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        var all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }
}
