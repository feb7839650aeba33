package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What tests of transfer stores share. Each test has an institution and a card of its own.
abstract class TransferStoreTests {

    static final PinPolicy POLICY = new PinPolicy(3, Duration.ofHours(1));
    static final Instant CLAIMED_UNTIL = NOON.plusSeconds(3);

    final InstitutionName institution = Samples.institution();
    final CardFingerprint card = Samples.card();

    private final TransferStore store;

    TransferStoreTests(TransferStore store) {
        this.store = store;
    }

    final TransferStore store() {
        return store;
    }

    final Transfer pending() {
        return pending(Samples.card());
    }

    final Transfer pending(CardFingerprint of) {
        return pending(of, NOON);
    }

    final Transfer pending(CardFingerprint of, Instant at) {
        return Samples.pending(
                Samples.wish(
                        Samples.customer(),
                        Samples.key(),
                        of,
                        institution,
                        new Exactly(Samples.usd(2500))),
                at);
    }

    final Acceptance accept(Transfer transfer) {
        return accept(transfer, Samples.claim());
    }

    final Acceptance accept(Transfer transfer, ClaimToken claim) {
        return store().accept(transfer, claim, CLAIMED_UNTIL, POLICY);
    }

    final Transfer accepted() {
        return accepted(Samples.claim());
    }

    final Transfer accepted(ClaimToken claim) {
        var transfer = pending();
        assertThat(accept(transfer, claim)).isEqualTo(new Acceptance.Accepted());
        return transfer;
    }

    final void recordAndFlush(Progress... all) {
        for (var one : all) {
            store().record(one);
        }
        assertThat(store().flush(Duration.ofSeconds(30))).isTrue();
    }

    final void becomes(TransferId id, TransferState state) {
        becomes(id, state, NOON.plusSeconds(1));
    }

    final void becomes(TransferId id, TransferState state, Instant at) {
        recordAndFlush(became(id, state, at));
    }

    final Progress became(TransferId id, TransferState state, Instant at) {
        return progress(id, new Became(id, state, at));
    }

    final Progress released(TransferId id, ClaimToken claim, int attempts, Instant nextStepAt) {
        return progress(id, new Released(id, claim, attempts, nextStepAt, Optional.empty(), NOON));
    }

    final Transfer found(TransferId id) {
        return store().find(id).orElseThrow();
    }

    final TransferState stateOf(TransferId id) {
        return found(id).state();
    }
}
