package org.banktransfer.service.desk;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.InstitutionName;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The places at the desk, all of them, each customer's share and each institution's: transfers of
/// one that is silent hold theirs for long, and must leave some to the others. Safe under
/// concurrency: the semaphore guards the sum, the map's own locks each customer's count.
final class Places {

    private final int max;
    private final int perCustomerMax;
    private final int perInstitutionMax;
    private final InstantSource clock;
    private final Semaphore free;
    private final ConcurrentHashMap<CustomerId, Integer> held = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InstitutionName, Integer> heldFor = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Places(int max, int perCustomerMax, int perInstitutionMax, InstantSource clock) {
        this.perInstitutionMax = perInstitutionMax;
        this.max = max;
        this.perCustomerMax = perCustomerMax;
        this.clock = clock;
        free = new Semaphore(max);
    }

    Admission admit(CustomerId customer) {
        if (!hasRoom()) {
            return new Admission.Full();
        }
        if (held.merge(customer, 1, Integer::sum) > perCustomerMax) {
            forget(customer);
            return new Admission.ShareTaken();
        }
        if (!free.tryAcquire()) {
            forget(customer);
            return new Admission.Full();
        }
        if (closed) {
            // Closed since it was looked at; whoever waits for all places may not have seen this
            // one.
            free.release();
            forget(customer);
            return new Admission.Full();
        }
        return new Admission.Admitted(new Place(this, customer, clock.instant()));
    }

    boolean hasRoom() {
        return !closed && free.availablePermits() > 0;
    }

    boolean isClosed() {
        return closed;
    }

    /// @return false if so many are held for the institution that it gets no more
    boolean count(InstitutionName institution) {
        if (heldFor.merge(institution, 1, Integer::sum) > perInstitutionMax) {
            forget(institution);
            return false;
        }
        return true;
    }

    void giveBack(Place place) {
        forget(place.customer());
        place.institution().ifPresent(this::forget);
        free.release();
    }

    /// Gives no more places away.
    void close() {
        closed = true;
    }

    /// To be called when closed.
    ///
    /// @return whether all places came back within the time
    boolean awaitAllFree(Duration within) throws InterruptedException {
        if (!free.tryAcquire(max, within.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(max);
        return true;
    }

    private void forget(CustomerId customer) {
        held.computeIfPresent(customer, (_, count) -> count == 1 ? null : count - 1);
    }

    private void forget(InstitutionName institution) {
        heldFor.computeIfPresent(institution, (_, count) -> count == 1 ? null : count - 1);
    }
}
