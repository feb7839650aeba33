package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Currency;
import java.util.NoSuchElementException;
import java.util.Optional;

/// How transfers are written in their tables, and read back.
final class TransferRows {

    /// The columns that [#transfer] reads, of `transfer t` and, while it is not final, `unsettled
    /// u`.
    static final String COLUMNS =
            """
            t.transfer_id, t.customer, t.idempotency_key, t.account, t.institution,
            t.card_fingerprint, t.card_fingerprint_other, t.last4, t.currency, t.requested_minor,
            t.status, t.reason, t.paid_minor, t.created_at, t.updated_at, t.valid_until, t.patience_until,
            coalesce(u.attempts, t.attempts) as attempts, u.parked
            """;

    static final String SELECT =
            "select " + COLUMNS + "from transfer t\nleft join unsettled u using (transfer_id)\n";

    private TransferRows() {}

    static Optional<Transfer> findByKey(
            Connection connection, CustomerId customer, IdempotencyKey key) throws SQLException {
        var byKey = "where t.customer = :customer and t.idempotency_key = :key";
        return Sql.of(SELECT + byKey)
                .on(connection)
                .set("customer", customer.value())
                .set("key", key.value())
                .first(TransferRows::transfer);
    }

    /// @throws UnreadableTransfer if this version does not know every word of it
    static Transfer transfer(Row row) throws SQLException {
        var id = row.transferId();
        try {
            return new Transfer(
                    id,
                    wish(row),
                    state(row),
                    row.instant("created_at"),
                    row.instant("updated_at"),
                    row.instant("valid_until"),
                    row.instant("patience_until"),
                    (int) row.number("attempts"),
                    row.optionalText("parked").map(ParkReason::valueOf));
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            throw new UnreadableTransfer(id, e);
        }
    }

    private static Wish wish(Row row) throws SQLException {
        var currency = Currency.getInstance(row.text("currency"));
        return new Wish(
                new CustomerId(row.text("customer")),
                new IdempotencyKey(row.text("idempotency_key")),
                new AccountId(row.text("account")),
                new InstitutionName(row.text("institution")),
                new CardFingerprint(
                        row.text("card_fingerprint"), row.optionalText("card_fingerprint_other")),
                row.text("last4"),
                row.optionalNumber("requested_minor")
                        .<RequestedAmount>map(minor -> new Exactly(new Money(minor, currency)))
                        .orElseGet(() -> new WholeBalance(currency)));
    }

    private static TransferState state(Row row) throws SQLException {
        var currency = Currency.getInstance(row.text("currency"));
        Optional<Money> paid =
                row.optionalNumber("paid_minor").map(minor -> new Money(minor, currency));
        return switch (row.text("status")) {
            case "pending" -> new Pending();
            case "completed" -> new Completed(paid.orElseThrow());
            case "declined" -> new Declined(DeclineCode.valueOf(row.text("reason")));
            case "reversing" -> new Reversing(VoidReason.valueOf(row.text("reason")), paid);
            case "reversed" -> new Reversed(VoidReason.valueOf(row.text("reason")), paid);
            default -> throw new IllegalStateException("status " + row.text("status"));
        };
    }

    static String status(TransferState state) {
        return switch (state) {
            case Pending _ -> "pending";
            case Completed _ -> "completed";
            case Declined _ -> "declined";
            case Reversing _ -> "reversing";
            case Reversed _ -> "reversed";
        };
    }

    static Optional<String> reason(TransferState state) {
        return switch (state) {
            case Pending _, Completed _ -> Optional.empty();
            case Declined(var code) -> Optional.of(code.name());
            case Reversing(var reason, _) -> Optional.of(reason.name());
            case Reversed(var reason, _) -> Optional.of(reason.name());
        };
    }

    static Optional<Money> requested(RequestedAmount amount) {
        return switch (amount) {
            case Exactly(var exactly) -> Optional.of(exactly);
            case WholeBalance _ -> Optional.empty();
        };
    }
}
