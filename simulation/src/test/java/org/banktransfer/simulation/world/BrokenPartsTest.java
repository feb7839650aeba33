package org.banktransfer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A simulator that finds nothing says nothing until it has been seen to find what is there. In
/// each test one part of the world is broken on purpose.
class BrokenPartsTest {

    private static final int WORLDS_MAX = 1_500;

    @Test
    void a_ledger_that_credits_after_a_void_is_found_out() {
        assertFound(
                new Parts() {
                    @Override
                    Ledger ledger(Ledger sound, InMemoryBooks books) {
                        return new BrokenLedgers.CreditsAfterAVoid(sound);
                    }
                },
                "decided once and for good");
    }

    @Test
    void a_ledger_that_decides_again_after_a_commit_of_unknown_fate_is_found_out() {
        assertFound(
                new Parts() {
                    @Override
                    Ledger ledger(Ledger sound, InMemoryBooks books) {
                        return new BrokenLedgers.DecidesTwice(sound);
                    }
                },
                "decided once and for good");
    }

    @Test
    void a_ledger_that_posts_a_repeated_credit_again_is_found_out() {
        assertFound(
                new Parts() {
                    @Override
                    Ledger ledger(Ledger sound, InMemoryBooks books) {
                        return new BrokenLedgers.PostsRepeats(sound, books);
                    }
                },
                "the books are what was decided");
    }

    @Test
    void an_institution_that_drops_its_tombstones_is_found_out() {
        assertFound(institution(DropsTombstones::new));
    }

    private static final class DropsTombstones extends SimulatedInstitution {
        DropsTombstones(InstitutionName name, CapabilitySheet sheet, long ahead, World world) {
            super(name, sheet, ahead, world);
        }

        @Override
        ReversalReply neverSeen(TransferId id) {
            return new ReversalWord.Blocked();
        }
    }

    @Test
    void an_institution_that_does_not_know_a_repeat_for_one_is_found_out() {
        assertFound(institution(ForgetsWhatItPaid::new));
    }

    private static final class ForgetsWhatItPaid extends SimulatedInstitution {
        ForgetsWhatItPaid(InstitutionName name, CapabilitySheet sheet, long ahead, World world) {
            super(name, sheet, ahead, world);
        }

        @Override
        CashOutReply cashOut(CashOutRequest request) {
            var entry = entries().get(request.id());
            if (entry != null && entry.word instanceof Approved) {
                entries().remove(request.id());
            }
            return super.cashOut(request);
        }
    }

    @Test
    void an_institution_that_says_reversed_and_gives_nothing_back_is_found_out() {
        assertFound(institution(KeepsTheMoney::new), "a reversal is booked when the card is whole");
    }

    private static final class KeepsTheMoney extends SimulatedInstitution {
        KeepsTheMoney(InstitutionName name, CapabilitySheet sheet, long ahead, World world) {
            super(name, sheet, ahead, world);
        }

        @Override
        void giveBack(TransferId id, Entry entry, long paid) {}
    }

    @Test
    void an_institution_that_takes_what_has_expired_is_found_out() {
        assertFound(institution(TakesWhatHasExpired::new));
    }

    /// Says that it honours `valid_until`, and does not.
    private static final class TakesWhatHasExpired extends SimulatedInstitution {
        TakesWhatHasExpired(InstitutionName name, CapabilitySheet sheet, long ahead, World world) {
            super(name, sheet, ahead - 7_200_000_000_000L, world);
        }
    }

    @Test
    void a_store_that_lets_two_transfers_of_one_card_begin_is_found_out() {
        assertFound(
                store(BrokenStores.LetsCardsBeShared::new),
                "a card has at most one unsettled transfer");
    }

    @Test
    void a_store_that_forgets_its_intents_is_found_out() {
        assertFound(store(BrokenStores.ForgetsIntents::new));
    }

    @Test
    void a_store_that_forgets_keys_is_found_out() {
        assertFound(store(BrokenStores.ForgetsKeys::new), "one wish is one transfer");
    }

    @Test
    void a_store_that_does_not_let_a_claim_go_is_found_out() {
        assertFound(store(BrokenStores.NeverDue::new), "every accepted transfer settles");
    }

    @Test
    void a_desk_that_takes_reversing_back_after_a_wait_is_found_out() {
        assertFound(desk(BrokenDesks.TakesReversingBack::new), "what a customer was told stays");
    }

    @Test
    void a_desk_that_believes_its_own_drive_is_found_out() {
        assertFound(desk(BrokenDesks.BelievesItsOwnDrive::new), "what a customer was told stays");
    }

    @Test
    void a_desk_that_says_pending_where_it_cannot_say_is_found_out() {
        assertFound(
                desk(BrokenDesks.SaysPendingWithoutItsLedger::new),
                "what a customer was told stays");
    }

    @Test
    void a_look_up_that_takes_never_seen_for_a_no_is_found_out() {
        assertFound(
                new Parts() {
                    @Override
                    Institution port(Institution sound) {
                        return new TakesNeverSeenForANo(sound);
                    }
                });
    }

    private record TakesNeverSeenForANo(Institution sound) implements Institution {
        @Override
        public InstitutionName name() {
            return sound.name();
        }

        @Override
        public CapabilitySheet capabilities() {
            return sound.capabilities();
        }

        @Override
        public CashOutReply cashOut(CashOutRequest request) {
            return sound.cashOut(request);
        }

        @Override
        public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
            var reply = sound.lookUp(id, requested);
            return reply instanceof NeverSeen ? new Declined(DeclineCode.CARD_DECLINED) : reply;
        }

        @Override
        public ReversalReply reverse(TransferId id, String reason) {
            return sound.reverse(id, reason);
        }
    }

    @Test
    void the_story_of_a_broken_promise_is_short() {
        var broken =
                new Parts() {
                    @Override
                    Ledger ledger(Ledger sound, InMemoryBooks books) {
                        return new BrokenLedgers.CreditsAfterAVoid(sound);
                    }
                };

        var found = new Simulation(1, broken).run(_ -> false, null).orElseThrow();

        assertThat(found.shrunk().story())
                .hasSizeLessThan(60)
                .anyMatch(line -> line.contains("VIOLATION   decided once and for good"));
    }

    private interface Maker {
        SimulatedInstitution make(
                InstitutionName name, CapabilitySheet sheet, long clockAhead, World world);
    }

    private static Parts institution(Maker maker) {
        return new Parts() {
            @Override
            SimulatedInstitution institution(
                    InstitutionName name, CapabilitySheet sheet, long clockAhead, World world) {
                return maker.make(name, sheet, clockAhead, world);
            }
        };
    }

    private interface StoreMaker {
        TransferStore make(InMemoryTransferStore sound);
    }

    private static Parts store(StoreMaker maker) {
        return new Parts() {
            @Override
            TransferStore store(InMemoryTransferStore sound) {
                return maker.make(sound);
            }
        };
    }

    private interface DeskMaker {
        Desk make(
                World world,
                NodeProcess process,
                TransferStore store,
                Ledger ledger,
                TransferEngine engine);
    }

    private static Parts desk(DeskMaker maker) {
        return new Parts() {
            @Override
            Desk desk(
                    World world,
                    NodeProcess process,
                    TransferStore store,
                    Ledger ledger,
                    TransferEngine engine) {
                return maker.make(world, process, store, ledger, engine);
            }
        };
    }

    /// Other promises may break before this one does, in other worlds.
    private static void assertFound(Parts broken, String rule) {
        assertThat(violations(broken).anyMatch(found -> found.rule().equals(rule)))
                .as("\"%s\" found broken in %d worlds", rule, WORLDS_MAX)
                .isTrue();
    }

    /// Which promise breaks first depends on the world.
    private static void assertFound(Parts broken) {
        assertThat(violations(broken).findFirst())
                .as("anything found in %d worlds", WORLDS_MAX)
                .isPresent();
    }

    /// The violations of as many worlds as it may take, made only as they are looked at.
    private static Stream<Violation> violations(Parts broken) {
        return IntStream.range(0, WORLDS_MAX)
                .mapToObj(number -> World.numbered(1, number, broken, null).run().violation())
                .filter(Objects::nonNull);
    }
}
