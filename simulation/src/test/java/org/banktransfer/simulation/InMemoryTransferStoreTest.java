package org.banktransfer.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.simulation.contract.AcceptanceContract;
import org.banktransfer.simulation.contract.ClaimsContract;
import org.banktransfer.simulation.contract.ProgressContract;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class InMemoryTransferStoreTest {

    @Nested
    class Acceptances extends AcceptanceContract {
        Acceptances() {
            super(newStore());
        }
    }

    @Nested
    class Progresses extends ProgressContract {
        Progresses() {
            super(newStore());
        }
    }

    @Nested
    class Claims extends ClaimsContract {
        Claims() {
            super(newStore());
        }
    }

    @Test
    void a_crashed_node_loses_what_it_had_not_written_and_nothing_else() {
        var tables = new InMemoryTransfers();
        var crashing = new InMemoryTransferStore(tables);
        var other = new InMemoryTransferStore(tables);
        var first = Samples.pending(Samples.wish());
        var second = Samples.pending(Samples.wish());
        var policy = new PinPolicy(3, Duration.ofHours(1));
        crashing.accept(first, Samples.claim(), NOON, policy);
        crashing.accept(second, Samples.claim(), NOON, policy);

        var completed = new Completed(usd(2500));
        crashing.record(progress(first.id(), new Became(first.id(), completed, NOON)));
        other.record(progress(second.id(), new Became(second.id(), completed, NOON)));
        assertThat(crashing.loseWaiting()).isEqualTo(1);

        assertThat(crashing.writeWaiting()).isZero();
        assertThat(other.writeWaiting()).isEqualTo(1);
        assertThat(other.find(first.id()).orElseThrow().state()).isEqualTo(new Pending());
        assertThat(crashing.find(second.id()).orElseThrow().state()).isEqualTo(completed);
    }

    private static TransferStore newStore() {
        return new InMemoryTransferStore(new InMemoryTransfers());
    }
}
