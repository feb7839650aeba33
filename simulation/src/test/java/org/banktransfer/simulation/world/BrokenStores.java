package org.banktransfer.simulation.world;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.simulation.InMemoryTransfers;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Transfer stores with one thing wrong with each.
final class BrokenStores {

    private BrokenStores() {}

    /// Sound but for what a test overrides.
    abstract static class Broken implements TransferStore {

        final InMemoryTransferStore sound;

        Broken(InMemoryTransferStore sound) {
            this.sound = sound;
        }

        @Override
        public Acceptance accept(
                Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
            return sound.accept(transfer, claim, claimedUntil, policy);
        }

        @Override
        public void record(Progress progress) {
            sound.record(progress);
        }

        @Override
        public boolean flush(Duration within) {
            return sound.flush(within);
        }

        @Override
        public List<Transfer> claimDue(
                InstitutionName institution,
                Instant now,
                ClaimToken claim,
                Instant claimedUntil,
                int limit) {
            return sound.claimDue(institution, now, claim, claimedUntil, limit);
        }

        @Override
        public void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
            sound.prolong(claims, claimedUntil);
        }

        @Override
        public Optional<Transfer> find(TransferId id) {
            return sound.find(id);
        }

        @Override
        public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
            return sound.findByKey(customer, key);
        }

        @Override
        public List<HistoryEntry> history(TransferId id) {
            return sound.history(id);
        }

        @Override
        public List<Transfer> list(Filter filter, Optional<TransferId> before, int limit) {
            return sound.list(filter, before, limit);
        }

        @Override
        public List<Backlog> backlog() {
            return sound.backlog();
        }
    }

    /// Does not look whether the card has an unsettled transfer.
    static final class LetsCardsBeShared extends Broken {

        LetsCardsBeShared(InMemoryTransferStore sound) {
            super(sound);
        }

        @Override
        public Acceptance accept(
                Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
            var acceptance = super.accept(transfer, claim, claimedUntil, policy);
            return acceptance instanceof Acceptance.CardBusy
                    ? new Acceptance.Accepted()
                    : acceptance;
        }
    }

    /// Says yes, and writes nothing down.
    static final class ForgetsIntents extends Broken {

        ForgetsIntents(InMemoryTransferStore sound) {
            super(sound);
        }

        @Override
        public Acceptance accept(
                Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
            return new InMemoryTransferStore(new InMemoryTransfers())
                    .accept(transfer, claim, claimedUntil, policy);
        }
    }

    /// Takes a key that was used before for a new one.
    static final class ForgetsKeys extends Broken {

        ForgetsKeys(InMemoryTransferStore sound) {
            super(sound);
        }

        @Override
        public Acceptance accept(
                Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
            var acceptance = super.accept(transfer, claim, claimedUntil, policy);
            return acceptance instanceof Acceptance.KeyUsed
                    ? new Acceptance.Accepted()
                    : acceptance;
        }

        @Override
        public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
            return Optional.empty();
        }
    }

    /// Never finds anything due, as if every claim were kept for good.
    static final class NeverDue extends Broken {

        NeverDue(InMemoryTransferStore sound) {
            super(sound);
        }

        @Override
        public List<Transfer> claimDue(
                InstitutionName institution,
                Instant now,
                ClaimToken claim,
                Instant claimedUntil,
                int limit) {
            return List.of();
        }
    }
}
