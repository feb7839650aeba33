package org.banktransfer.service.desk;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Card;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Drives on what this process has begun, whatever becomes of the customer who asked for it, and
/// says how each transfer stands now.
///
/// Safe under concurrency. Each drive runs on a virtual thread of its own; what it learns is
/// published step by step. A drive that ends without a final state leaves its transfer to recovery.
public final class TransferDesk {

    private static final Logger LOG = LoggerFactory.getLogger(TransferDesk.class);

    /// The longest pause between two looks for somebody who watches a transfer that is driven by
    /// another node: they watch for a minute, so that their looks add up.
    private static final Duration WATCH_UP_TO = Duration.ofSeconds(1);

    private final TransferEngine engine;
    private final TransferStore transfers;
    private final Ledger ledger;
    private final DeskSettings settings;
    private final InstantSource clock;
    private final Places places;
    private final Intake intake;
    private final Waiters waiters = new Waiters();

    /// Those who want to hear of every step, and not of the end alone: apart, so that a step wakes
    /// nobody else.
    private final Waiters watchers = new Waiters();

    private final ConcurrentHashMap<TransferId, InFlight> inFlight = new ConcurrentHashMap<>();
    private final JustSettled justSettled = new JustSettled();
    private final CountDownLatch abandoned = new CountDownLatch(1);

    public TransferDesk(
            TransferEngine engine,
            TransferStore transfers,
            Ledger ledger,
            DeskSettings settings,
            InstantSource clock) {
        this.engine = engine;
        this.transfers = transfers;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        places =
                new Places(
                        settings.inFlightMax(),
                        settings.inFlightPerCustomerMax(),
                        settings.inFlightPerInstitutionMax(),
                        clock);
        intake = new Intake(settings.takenInWithin().toNanos(), System.nanoTime());
    }

    /// Asks for a place before a request is begun. Records nothing.
    public Admission admit(CustomerId customer) {
        return places.admit(customer);
    }

    /// Whether somebody may still be admitted. May have changed by the time it is used.
    public boolean hasRoom() {
        return places.hasRoom() && intake.hasRoom();
    }

    /// Whether that is so as far as the places are concerned; if so and there is no room, too many
    /// are on their way in.
    public boolean hasPlaces() {
        return places.hasRoom();
    }

    /// Takes a request in, which has been read and is to be recorded. Close it when that is done.
    public OnTheWayIn takeIn() {
        return new OnTheWayIn(intake);
    }

    /// How many requests may be on their way in at once, now.
    public int intakeBound() {
        return intake.bound();
    }

    /// How many are.
    public int onTheirWayIn() {
        return intake.inside();
    }

    /// How many transfers are driven by this process now.
    public int inFlight() {
        return inFlight.size();
    }

    /// The keeper of this desk's claims, to be run at least three times within the time of a claim.
    public ClaimKeeper claimKeeper() {
        return new ClaimKeeper(inFlight, transfers, settings.claimFor(), clock);
    }

    /// Drives a transfer on until its run is over, and wipes its card as soon as it is not needed
    /// any more. Returns at once.
    ///
    /// @param place held until then, even if the request that it was given to is over before
    public void drive(Drive begun, Place place) {
        drive(begun, place, _ -> {});
    }

    /// The same for somebody who wants to know how it ends.
    ///
    /// @param ended gets the final transfer before anybody is told of it, unless the drive ends
    ///   without one; quick, and does not throw
    public void drive(Drive begun, Place place, Consumer<Transfer> ended) {
        place.passToDrive();
        var entry = new InFlight(begun, place.admittedAt().plus(settings.claimFor()));
        inFlight.put(begun.transfer().id(), entry);
        Thread.ofVirtual()
                .name("drive-" + begun.transfer().id())
                .start(() -> run(begun, entry, place, ended));
    }

    /// The transfer as it is now, for whoever may have been told of it before, here or by another
    /// node: as this process last saw it if it drives it, else as it is stored, but in any case as
    /// the ledger decided it, since both may lag behind. Somebody who was told that it is completed
    /// must not be told that it is pending by a node that has lost its ledger, or that froze in the
    /// middle of its own drive.
    ///
    /// @throws LedgerUnreachable if the ledger does not answer and there is no final state to tell
    public Transfer now(Transfer stored) {
        var seen = known(stored).orElse(stored);
        if (seen.isFinal()) {
            return seen;
        }
        var decision = ledger.lookUp(seen.id());
        if (decision instanceof LedgerAnswer.NoAnswer(var why)) {
            throw new LedgerUnreachable(seen.id() + ": " + why);
        }
        return seen.asDecided(decision);
    }

    /// Many as they are now, with one question to the ledger, for lists. If it does not answer, as
    /// stored: an operator must be able to see what is open while the ledger is down.
    public List<Transfer> now(List<Transfer> stored) {
        var seen = stored.stream().map(one -> known(one).orElse(one)).toList();
        var open = seen.stream().filter(one -> !one.isFinal()).map(Transfer::id).toList();
        if (open.isEmpty()) {
            return seen;
        }
        var decided = ledger.lookUp(open);
        var notAsked = new LedgerAnswer.NotAsked();
        return seen.stream()
                .map(one -> one.asDecided(decided.getOrDefault(one.id(), notAsked)))
                .toList();
    }

    /// Waits until the transfer is final or the time is up. While the desk is closing, only what is
    /// driven here is waited for.
    ///
    /// @param stored the transfer as it was read
    /// @param within not negative; zero looks without waiting
    /// @return the transfer as it is then
    /// @throws LedgerUnreachable as `now` does
    public Transfer await(Transfer stored, Duration within) {
        return await(stored, within, () -> now(stored));
    }

    /// The same for whoever has begun it and was told nothing of it yet. Never throws: something
    /// may have been sent by now.
    public Transfer awaitBegun(Transfer begun, Duration within) {
        return await(begun, within, () -> known(begun).orElse(begun));
    }

    private Transfer await(Transfer stored, Duration within, Supplier<Transfer> first) {
        // Durations are measured by the monotonic clock: a step of the wall clock ends no wait.
        long endNanos = System.nanoTime() + within.toNanos();
        try (var waiter = waiters.join(stored.id())) {
            var latest = first.get();
            var pause = settings.pollFrom();
            while (!latest.isFinal()) {
                long leftNanos = endNanos - System.nanoTime();
                boolean isHere = inFlight.containsKey(stored.id());
                if (leftNanos <= 0 || (places.isClosed() && !isHere)) {
                    return latest;
                }
                var news = waiter.await(isHere ? leftNanos : Math.min(leftNanos, pause.toNanos()));
                if (!isHere) {
                    pause = longer(pause, settings.pollUpTo());
                }
                latest = news.isPresent() && news.get().isFinal() ? news.get() : again(latest);
            }
            return latest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return first.get();
        }
    }

    /// Waits until the transfer does not stand any more as it was told, or the time is up, or the
    /// desk is closing. Never throws: while the record is out of reach there is no news.
    ///
    /// @param told the transfer as its customer knows it
    /// @return the transfer as it is then
    public Transfer awaitNews(Transfer told, Duration within) {
        long endNanos = System.nanoTime() + within.toNanos();
        try (var watcher = watchers.join(told.id())) {
            var latest = again(told);
            var pause = settings.pollFrom();
            while (latest.state().equals(told.state()) && !isClosing()) {
                long leftNanos = endNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    break;
                }
                boolean isHere = inFlight.containsKey(told.id());
                var _ = watcher.await(isHere ? leftNanos : Math.min(leftNanos, pause.toNanos()));
                if (!isHere) {
                    pause = longer(pause, WATCH_UP_TO);
                }
                latest = again(latest);
            }
            return latest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return told;
        }
    }

    /// Whether nobody is admitted any more, since the process is to end.
    public boolean isClosing() {
        return places.isClosed();
    }

    /// Wakes those who wait for a transfer that somebody else in this process, such as recovery,
    /// has driven on.
    public void changed(Transfer transfer) {
        waiters.tell(transfer);
        watchers.tell(transfer);
    }

    /// Admits no more, waits for what is in flight, and leaves the rest to recovery. A drive that
    /// is left takes no further step; the step it is in ends within its adapter's own deadline.
    ///
    /// @return whether all was finished within the time
    public boolean close(Duration within) {
        places.close();
        waiters.wakeAll();
        watchers.wakeAll();
        boolean finished = false;
        try {
            finished = places.awaitAllFree(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandoned.countDown();
        if (!finished) {
            LOG.info("stopping with {} transfers in flight, left to recovery", inFlight.size());
        }
        return finished;
    }

    private void run(Drive begun, InFlight entry, Place place, Consumer<Transfer> ended) {
        var drive = begun;
        var id = begun.transfer().id();
        try {
            while (!drive.isOver() && mayGoOn(drive.notBefore())) {
                drive = engine.advance(drive);
                if (drive.card().isEmpty()) {
                    begun.card().ifPresent(Card::wipe);
                }
                publish(entry, drive, ended);
            }
        } catch (BrokenInvariant e) {
            LOG.error("{}: parked, because our books or our logic are wrong", id, e);
            engine.park(drive, ParkReason.BROKEN_INVARIANT);
        } catch (StoreUnreachable e) {
            LOG.warn("{}: left to recovery: {}", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{}: the drive broke off; left to recovery", id, e);
        } finally {
            begun.card().ifPresent(Card::wipe);
            inFlight.remove(id);
            changed(entry.transfer());
            place.giveBack();
        }
    }

    /// A final state is told when the drive is over, with the time that is written to the record.
    private void publish(InFlight entry, Drive drive, Consumer<Transfer> ended) {
        var now = drive.transfer();
        if (!now.isFinal()) {
            entry.became(now);
            watchers.tell(now);
        } else if (drive.isOver()) {
            ended.accept(now);
            entry.became(now);
            justSettled.add(now);
            changed(now);
        }
    }

    /// @return false if the desk has been abandoned: no further step
    private boolean mayGoOn(Instant notBefore) {
        try {
            long nanos = Duration.between(clock.instant(), notBefore).toNanos();
            return !abandoned.await(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts a drive but the end of the process.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What there is to know without asking the ledger.
    private Optional<Transfer> known(Transfer stored) {
        var settledHere = justSettled.find(stored.id());
        if (settledHere.isPresent() || stored.isFinal()) {
            return settledHere.or(() -> Optional.of(stored));
        }
        return Optional.ofNullable(inFlight.get(stored.id())).map(InFlight::transfer);
    }

    /// Looks again, from the record. A record out of reach for now is no reason to give up waiting:
    /// what was true when the question came is an answer to it.
    ///
    /// A drive here may lag behind what the ledger has said already, while it waits for its
    /// institution and another node has taken its transfer over.
    private Transfer again(Transfer latest) {
        var here = known(latest);
        if (here.isPresent()) {
            return here.get().isFinal() || !latest.isDecided() ? here.get() : latest;
        }
        try {
            return transfers.find(latest.id()).map(this::now).orElse(latest);
        } catch (StoreUnreachable | LedgerUnreachable e) {
            LOG.debug("{}: waited for while the record is out of reach", latest.id(), e);
            return latest;
        }
    }

    private static Duration longer(Duration pause, Duration max) {
        var longer = pause.multipliedBy(3).dividedBy(2);
        return longer.compareTo(max) < 0 ? longer : max;
    }
}
