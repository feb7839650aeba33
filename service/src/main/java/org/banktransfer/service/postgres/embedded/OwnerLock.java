package org.banktransfer.service.postgres.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A data directory's lock, held by at most one process and lost with it, however it ends.
///
/// The operating system takes a file's lock from a process as soon as that process closes the file,
/// even if it has opened it once more just to look. So this process never looks at a lock of its
/// own.
final class OwnerLock implements AutoCloseable {

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private OwnerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @param file by its real path
    /// @return null if it is held already, by this process or another
    static @Nullable OwnerLock tryTake(Path file) throws IOException {
        if (!HELD_HERE.add(file)) {
            return null;
        }
        boolean isTaken = false;
        try {
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            isTaken = channel.tryLock() != null;
            if (!isTaken) {
                channel.close();
            }
            return isTaken ? new OwnerLock(file, channel) : null;
        } finally {
            if (!isTaken) {
                HELD_HERE.remove(file);
            }
        }
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    /// Gives it back. Does nothing when called again.
    @Override
    public void close() throws IOException {
        if (isHeld()) {
            channel.close();
            HELD_HERE.remove(file);
        }
    }
}
