package org.banktransfer.service.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.fake.Await;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.transfer.StoreUnreachable;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class ClaimKeeperTest {

    @Test
    void claims_of_drives_under_way_are_prolonged_once_a_third_of_their_time_is_over() {
        try (var bank = new FakeBank(DeskSettings.defaults(Duration.ofMillis(300)))) {
            bank.institution.hold();
            var begun = bank.begin("key-1");
            var keeper = bank.desk.claimKeeper();
            var before = bank.clock.instant();

            Await.until(() -> keeper.runOnce() == 1);

            assertThat(bank.store.prolongedUntil(begun.id()).orElseThrow())
                    .isAfter(before.plusMillis(300));
            bank.institution.open();
            bank.desk.await(begun, Duration.ofSeconds(10));
            Await.until(() -> bank.desk.inFlight() == 0);
            assertThat(keeper.runOnce()).isZero();
        }
    }

    @Test
    void young_claims_are_left_alone() {
        try (var bank = new FakeBank(DeskSettings.defaults(Duration.ofHours(1)))) {
            bank.institution.hold();
            bank.begin("key-1");

            assertThat(bank.desk.claimKeeper().runOnce()).isZero();
        }
    }

    @Test
    void a_store_out_of_reach_is_tried_again_next_time() {
        try (var bank = new FakeBank(DeskSettings.defaults(Duration.ofMillis(3)))) {
            bank.institution.hold();
            bank.begin("key-1");
            var keeper = bank.desk.claimKeeper();
            bank.store.reachable(false);
            Await.until(() -> throwsUnreachable(keeper));
            bank.store.reachable(true);

            Await.until(() -> keeper.runOnce() == 1);
        }
    }

    private static boolean throwsUnreachable(ClaimKeeper keeper) {
        try {
            keeper.runOnce();
            return false;
        } catch (StoreUnreachable e) {
            return true;
        }
    }
}
