package org.banktransfer.service.desk;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.InstitutionName;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One place at the desk: held by the request, or by the drive once one has begun. Given back once,
/// whoever held it last.
public final class Place implements AutoCloseable {

    private enum Holder {
        REQUEST,
        DRIVE,
        NOBODY
    }

    private final Places places;
    private final CustomerId customer;
    private final Instant admittedAt;
    private volatile @Nullable InstitutionName institution;
    private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.REQUEST);

    Place(Places places, CustomerId customer, Instant admittedAt) {
        this.places = places;
        this.customer = customer;
        this.admittedAt = admittedAt;
    }

    CustomerId customer() {
        return customer;
    }

    /// Counts this place with those that are held for the institution, until it is given back. To
    /// be called by the request, once.
    ///
    /// @return false if the institution has its share of places already; then this one is not
    ///   counted
    public boolean countFor(InstitutionName name) {
        boolean counted = places.count(name);
        if (counted) {
            institution = name;
        }
        return counted;
    }

    /// Empty until it is known.
    Optional<InstitutionName> institution() {
        return Optional.ofNullable(institution);
    }

    /// A claim made by the holder of this place cannot end earlier than if it had been made then.
    Instant admittedAt() {
        return admittedAt;
    }

    void passToDrive() {
        giveOn(Holder.REQUEST, Holder.DRIVE);
    }

    /// The drive is over.
    void giveBack() {
        if (giveOn(Holder.DRIVE, Holder.NOBODY)) {
            places.giveBack(this);
        }
    }

    /// The request is answered. A place that a drive holds stays taken until the drive is over.
    @Override
    public void close() {
        if (giveOn(Holder.REQUEST, Holder.NOBODY)) {
            places.giveBack(this);
        }
    }

    private boolean giveOn(Holder from, Holder to) {
        return holder.compareAndSet(from, to);
    }
}
