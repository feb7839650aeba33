package org.banktransfer.simulation.world;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.simulation.world.Faults.Menu;
import org.banktransfer.simulation.world.Line.Age;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A process's way to the transfer store. What it records waits in the process until it is written.
final class StorePort implements TransferStore {

    // Thrown often and deep down, where a stack trace costs more than all else and tells nothing.
    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final StoreUnreachable AWAY =
            new StoreUnreachable("no answer", new IllegalStateException("cut off"));

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long[] WRITES_AFTER = {2 * MILLI, 20 * MILLI, 500 * MILLI, 5000 * MILLI};

    private final InMemoryTransferStore rows;
    private final TransferStore store;
    private final Line line;
    private final World world;
    private final NodeProcess process;
    private final List<TransferId> changed = new ArrayList<>();
    private boolean willWrite;

    /// @param store writes and reads `rows`
    StorePort(
            InMemoryTransferStore rows,
            TransferStore store,
            Line line,
            World world,
            NodeProcess process) {
        this.rows = rows;
        this.store = store;
        this.line = line;
        this.world = world;
        this.process = process;
    }

    @Override
    public Acceptance accept(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
        return write(() -> {
            var acceptance = store.accept(transfer, claim, claimedUntil, policy);
            if (acceptance instanceof Acceptance.Accepted) {
                if (world.story().isTold()) {
                    world.story().tell("store", "accepts " + world.story().nameOf(transfer.id()));
                }
                world.checks().accepted(transfer);
                world.wakeRecovery();
            }
            return acceptance;
        });
    }

    @Override
    public void record(Progress progress) {
        process.mustLive();
        var fault = world.faults().of(Menu.RECORD);
        if (fault == FaultKind.CRASH_BEFORE_RECORDING) {
            throw process.crash();
        }
        if (fault == FaultKind.PROGRESS_DROPPED) {
            return;
        }
        store.record(progress);
        if (progress.change().orElse(null) instanceof Became became && became.state().isFinal()) {
            changed.add(became.id());
        }
        if (!willWrite) {
            willWrite = true;
            process.after(delay(), this::writeBehind);
        }
    }

    private long delay() {
        return world.faults().areLifted()
                ? WRITES_AFTER[0]
                : WRITES_AFTER[world.tape().pick(WRITES_AFTER.length)];
    }

    private void writeBehind() {
        world.story().isAbout(null);
        if (process.isCutOffFrom(Receiver.STORE)) {
            process.after(delay(), this::writeBehind);
            return;
        }
        willWrite = false;
        var _ = writeNow();
    }

    private boolean writeNow() {
        boolean isWritten = store.flush(Duration.ofSeconds(1));
        if (isWritten) {
            for (var id : changed) {
                var transfer = rows.find(id).orElse(null);
                if (transfer != null) {
                    world.checks().stored(transfer);
                }
            }
            changed.clear();
        }
        return isWritten;
    }

    /// What a crash of this process takes.
    void loseWaiting() {
        rows.loseWaiting();
        changed.clear();
    }

    @Override
    public boolean flush(Duration within) {
        var isWritten =
                line.call(
                        Menu.STORE_WRITE,
                        Age.ANY,
                        () -> true,
                        () -> process.isAlive() && writeNow());
        return isWritten != null && isWritten;
    }

    @Override
    public List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit) {
        return write(() -> store.claimDue(institution, now, claim, claimedUntil, limit));
    }

    @Override
    public void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
        var _ =
                write(() -> {
                    store.prolong(claims, claimedUntil);
                    return true;
                });
    }

    @Override
    public Optional<Transfer> find(TransferId id) {
        return read(() -> store.find(id));
    }

    @Override
    public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
        return read(() -> store.findByKey(customer, key));
    }

    @Override
    public List<HistoryEntry> history(TransferId id) {
        return read(() -> store.history(id));
    }

    @Override
    public List<Transfer> list(Filter filter, Optional<TransferId> before, int limit) {
        return read(() -> store.list(filter, before, limit));
    }

    @Override
    public List<Backlog> backlog() {
        return read(store::backlog);
    }

    private <T> T write(Supplier<T> done) {
        return call(Menu.STORE_WRITE, done);
    }

    private <T> T read(Supplier<T> done) {
        return call(Menu.STORE_READ, done);
    }

    private <T> T call(Menu menu, Supplier<T> done) {
        var answer = line.call(menu, Age.ANY, () -> true, done);
        if (answer == null) {
            throw AWAY;
        }
        return answer;
    }
}
