package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.simulation.InMemoryLedger;
import org.banktransfer.simulation.SoundLedger;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Ledgers with one thing wrong with each.
final class BrokenLedgers {

    private BrokenLedgers() {}

    /// A credit that arrives late is taken all the same.
    static final class CreditsAfterAVoid extends SoundLedger {

        private final Map<TransferId, LedgerAnswer> credited = new HashMap<>();

        CreditsAfterAVoid(Ledger sound) {
            super(sound);
        }

        @Override
        public LedgerAnswer credit(CreditOrder order) {
            if (sound.lookUp(order.id()) instanceof LedgerAnswer.Voided) {
                credited.put(order.id(), new LedgerAnswer.Credited(order.amount()));
            }
            return credited.getOrDefault(order.id(), sound.credit(order));
        }

        @Override
        public LedgerAnswer lookUp(TransferId id) {
            return credited.getOrDefault(id, sound.lookUp(id));
        }
    }

    /// What it is asked last it decides, whatever it had decided before.
    static final class DecidesTwice extends SoundLedger {

        private final Map<TransferId, LedgerAnswer> last = new HashMap<>();

        DecidesTwice(Ledger sound) {
            super(sound);
        }

        @Override
        public LedgerAnswer voidCredit(VoidOrder order) {
            if (sound.lookUp(order.id()) instanceof LedgerAnswer.Credited) {
                last.put(order.id(), new LedgerAnswer.Voided(order.reason(), order.paid(), false));
            }
            return last.getOrDefault(order.id(), sound.voidCredit(order));
        }

        @Override
        public LedgerAnswer lookUp(TransferId id) {
            return last.getOrDefault(id, sound.lookUp(id));
        }
    }

    /// A repeated credit is answered well, and posted once more.
    static final class PostsRepeats extends SoundLedger {

        private final InMemoryBooks books;

        PostsRepeats(Ledger sound, InMemoryBooks books) {
            super(sound);
            this.books = books;
        }

        @Override
        public LedgerAnswer credit(CreditOrder order) {
            if (sound.lookUp(order.id()) instanceof LedgerAnswer.Credited) {
                var again =
                        new CreditOrder(
                                new TransferId(
                                        new UUID(order.id().value().getLeastSignificantBits(), 7)),
                                order.account(),
                                order.institution(),
                                order.card(),
                                order.amount(),
                                order.at());
                return new InMemoryLedger(books, new CreditRules(CreditRules.Limits.NONE))
                        .credit(again);
            }
            return sound.credit(order);
        }
    }
}
