package org.banktransfer.transfer;

import org.banktransfer.institution.Card;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;

import java.time.Instant;
import java.util.Optional;

/// One coordinator's run at one transfer, between two steps: what it knows, all of which a crash
/// may take. Immutable; [TransferEngine#advance] makes the next one.
///
/// @param card in hand only on the request path, and only until a definite answer
/// @param reversalAskedAt when the reversal was sent whose answer is known
/// @param repeats how often the cash-out was sent without a definite answer
/// @param notBefore the next step is not due earlier
/// @param isOver nothing is left to do in this run
public record Drive(
        Transfer transfer,
        ClaimToken claim,
        Optional<Card> card,
        Optional<VoidReason> advice,
        LedgerAnswer ledger,
        CashOutWord cashOut,
        ReversalWord reversal,
        Instant reversalAskedAt,
        int repeats,
        Instant notBefore,
        boolean isOver) {

    /// The run of the one who accepted the transfer and has sent nothing yet.
    static Drive first(
            Transfer accepted, ClaimToken claim, Card card, Optional<VoidReason> advice) {
        return new Drive(
                accepted,
                claim,
                Optional.of(card),
                advice,
                new LedgerAnswer.Open(),
                new CashOutWord.NotSent(),
                new ReversalWord.NotAsked(),
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                false);
    }

    /// The run of one who knows nothing but the record.
    static Drive again(Transfer claimed, ClaimToken claim) {
        return new Drive(
                claimed,
                claim,
                Optional.empty(),
                Optional.empty(),
                new LedgerAnswer.NotAsked(),
                new CashOutWord.NotAsked(),
                new ReversalWord.NotAsked(),
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                false);
    }

    Drive heard(LedgerAnswer answer) {
        return new Drive(
                transfer.asDecided(answer),
                claim,
                card,
                advice,
                answer,
                cashOut,
                reversal,
                reversalAskedAt,
                repeats,
                notBefore,
                isOver);
    }

    /// The card is kept only for as long as it may be needed again.
    ///
    /// @param repeatNotBefore when the cash-out may be sent again, if there was no definite answer
    Drive heard(CashOutWord word, Instant repeatNotBefore) {
        boolean mayRepeat = word instanceof CashOutWord.Unknown;
        return new Drive(
                transfer,
                claim,
                mayRepeat ? card : Optional.empty(),
                advice,
                ledger,
                word,
                reversal,
                reversalAskedAt,
                repeats + 1,
                mayRepeat ? repeatNotBefore : Instant.EPOCH,
                isOver);
    }

    /// @param askedAt when the reversal was sent: what it found may have changed since
    Drive heard(ReversalWord word, Instant askedAt) {
        return new Drive(
                transfer, claim, card, advice, ledger, cashOut, word, askedAt, repeats, notBefore,
                isOver);
    }

    Drive over(Transfer last) {
        return new Drive(
                last,
                claim,
                Optional.empty(),
                advice,
                ledger,
                cashOut,
                reversal,
                reversalAskedAt,
                repeats,
                notBefore,
                true);
    }
}
