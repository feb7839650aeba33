package org.banktransfer.service.postgres;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Intervention.Decision;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.StoreUnreachable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Proposals stand beside the transfers, so that approving one and doing it are one database
/// transaction. The operators' record is the ledger's, and sealed: a line is written there first,
/// so whatever was done is on it, and what could not be done after all is on it with who wanted it.
final class PostgresInterventions implements Interventions {

    private static final int LIST_MAX = 100;

    private final Connections transfers;
    private final Connections ledger;

    PostgresInterventions(Connections transfers, Connections ledger) {
        this.transfers = transfers;
        this.ledger = ledger;
    }

    /// Of several that propose at once for one transfer, the index lets one insert.
    @Override
    public Answer propose(Intervention proposal) {
        var propose =
                """
                insert into intervention (intervention_id, transfer_id, kind, patience_until, why,
                                          proposed_by, proposed_at)
                select :id, u.transfer_id, :kind, :until::timestamptz, :why, :by, :at
                  from unsettled u
                 where u.transfer_id = :transfer
                    on conflict do nothing
                """;
        noteDown("proposed", proposal, proposal.proposedBy(), proposal.proposedAt());
        return reaching(() ->
                transfers.eachOnItsOwn(connection -> {
                    int rows =
                            Sql.of(propose)
                                    .on(connection)
                                    .set("id", proposal.id())
                                    .set("transfer", proposal.transfer().value())
                                    .set("kind", word(proposal.kind()))
                                    .set(
                                            "until",
                                            until(proposal.kind())
                                                    .map(Instant::toString)
                                                    .orElse(null))
                                    .set("why", proposal.why())
                                    .set("by", proposal.proposedBy().value())
                                    .set("at", proposal.proposedAt())
                                    .update();
                    if (rows == 1) {
                        return Answer.DONE;
                    }
                    return isUnsettled(connection, proposal.transfer())
                            ? Answer.ANOTHER_IS_OPEN
                            : Answer.TOO_LATE;
                }));
    }

    private static boolean isUnsettled(Connection connection, TransferId id) throws SQLException {
        return Sql.of("select 1 as found from unsettled where transfer_id = :id")
                .on(connection)
                .set("id", id.value())
                .first(_ -> 1)
                .isPresent();
    }

    /// The row is locked by the update that decides it; whoever comes second finds it decided.
    @Override
    public Answer approve(UUID id, OperatorId by, Instant at, Duration parkedFor) {
        var found = find(id);
        if (found.isEmpty() || !found.get().isOpen()) {
            return Answer.NOT_OPEN;
        }
        var proposal = found.get();
        if (proposal.proposedBy().equals(by)) {
            return Answer.NEEDS_ANOTHER_PERSON;
        }
        noteDown("approved", proposal, by, at);
        return reaching(() ->
                transfers.inOne(connection -> {
                    var done =
                            !decide(connection, id, true, by, at)
                                    ? Answer.NOT_OPEN
                                    : carryOut(connection, proposal, at, parkedFor);
                    if (done != Answer.DONE) {
                        connection.rollback();
                    }
                    return done;
                }));
    }

    private static boolean decide(
            Connection connection, UUID id, boolean approved, OperatorId by, Instant at)
            throws SQLException {
        var decide =
                """
                update intervention
                   set approved = :approved::boolean,
                       decided_by = :by,
                       decided_at = :at
                 where intervention_id = :id
                   and approved is null
                """;
        return Sql.of(decide)
                        .on(connection)
                        .set("approved", Boolean.toString(approved))
                        .set("by", by.value())
                        .set("at", at)
                        .set("id", id)
                        .update()
                == 1;
    }

    /// Only what nobody drives now: a drive knows the transfer as it was, and would write that
    /// back. One that has outlived its claim, or has still to write its last word, loses the claim
    /// for good.
    private static Answer carryOut(
            Connection connection, Intervention proposal, Instant at, Duration parkedFor)
            throws SQLException {
        var due =
                """
                update unsettled
                   set claim = null,
                       claimed_until = '-infinity',
                       next_step_at = :next,
                       parked = case when :parks::boolean then 'BY_OPERATOR'
                                     when parked = 'BY_OPERATOR' then null
                                     else parked end
                 where transfer_id = :id
                   and claimed_until <= :now
                """;
        var patience =
                """
                update transfer
                   set patience_until = case when :prolongs::boolean
                                             then greatest(patience_until, :until)
                                             else :until end
                 where transfer_id = :id
                   and status = 'pending'
                """;
        var id = proposal.transfer();
        boolean parks = proposal.kind() instanceof Kind.Park;
        int rows =
                Sql.of(due)
                        .on(connection)
                        .set("next", parks ? at.plus(parkedFor) : at)
                        .set("parks", Boolean.toString(parks))
                        .set("id", id.value())
                        .set("now", at)
                        .update();
        if (rows == 0) {
            return isUnsettled(connection, id) ? Answer.UNDER_WAY : Answer.TOO_LATE;
        }
        boolean prolongs = proposal.kind() instanceof Kind.CreditForward;
        var until =
                prolongs ? Optional.of(at.plus(Kind.CreditForward.LASTS)) : until(proposal.kind());
        if (until.isEmpty()) {
            return Answer.DONE;
        }
        int changed =
                Sql.of(patience)
                        .on(connection)
                        .set("prolongs", Boolean.toString(prolongs))
                        .set("until", until.get())
                        .set("id", id.value())
                        .update();
        return changed == 1 ? Answer.DONE : Answer.TOO_LATE;
    }

    @Override
    public Answer reject(UUID id, OperatorId by, Instant at) {
        var found = find(id);
        if (found.isEmpty() || !found.get().isOpen()) {
            return Answer.NOT_OPEN;
        }
        noteDown("rejected", found.get(), by, at);
        return reaching(() ->
                transfers.eachOnItsOwn(connection -> decide(connection, id, false, by, at))
                        ? Answer.DONE
                        : Answer.NOT_OPEN);
    }

    private Optional<Intervention> find(UUID id) {
        return reaching(() ->
                transfers.eachOnItsOwn(connection ->
                        Sql.of("select * from intervention where intervention_id = :id")
                                .on(connection)
                                .set("id", id)
                                .first(PostgresInterventions::intervention)));
    }

    @Override
    public List<Intervention> of(TransferId transfer) {
        var newestFirst =
                """
                select *
                  from intervention
                 where transfer_id = :transfer
                 order by proposed_at desc
                 limit :limit
                """;
        return reaching(() ->
                transfers.eachOnItsOwn(connection ->
                        Sql.of(newestFirst)
                                .on(connection)
                                .set("transfer", transfer.value())
                                .set("limit", LIST_MAX)
                                .list(PostgresInterventions::intervention)));
    }

    @Override
    public List<Intervention> newest(int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        var openFirst =
                """
                (select * from intervention where approved is null order by proposed_at desc limit :limit)
                union all
                (select * from intervention where approved is not null order by proposed_at desc limit :limit)
                limit :limit
                """;
        return reaching(() ->
                transfers.eachOnItsOwn(connection ->
                        Sql.of(openFirst)
                                .on(connection)
                                .set("limit", limit)
                                .list(PostgresInterventions::intervention)));
    }

    private static Intervention intervention(Row row) throws SQLException {
        var approved = row.optionalText("approved");
        Optional<Decision> decision =
                approved.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Decision(
                                        row.flag("approved"),
                                        new OperatorId(row.text("decided_by")),
                                        row.instant("decided_at")));
        return new Intervention(
                row.uuid("intervention_id"),
                row.transferId(),
                kind(row),
                row.text("why"),
                new OperatorId(row.text("proposed_by")),
                row.instant("proposed_at"),
                decision);
    }

    private static Kind kind(Row row) throws SQLException {
        return switch (row.text("kind")) {
            case "drive_now" -> new Kind.DriveNow();
            case "patience" -> new Kind.Patience(row.instant("patience_until"));
            case "park" -> new Kind.Park();
            case "credit_forward" -> new Kind.CreditForward();
            default -> throw new IllegalStateException("kind " + row.text("kind"));
        };
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case Kind.DriveNow _ -> "drive_now";
            case Kind.Patience _ -> "patience";
            case Kind.Park _ -> "park";
            case Kind.CreditForward _ -> "credit_forward";
        };
    }

    private static Optional<Instant> until(Kind kind) {
        return kind instanceof Kind.Patience(var until) ? Optional.of(until) : Optional.empty();
    }

    private void noteDown(String word, Intervention intervention, OperatorId by, Instant at) {
        var detail =
                word(intervention.kind())
                        + until(intervention.kind()).map(until -> " " + until).orElse("");
        try {
            ledger.inOne(connection -> {
                OperatorActions.intervention(connection, word, intervention, detail, by, at);
                return word;
            });
        } catch (SQLException e) {
            throw new LedgerUnreachable("operators' record: " + SqlErrors.describe(e), e);
        }
    }

    private interface Asked<T> {
        T answer() throws SQLException;
    }

    private static <T> T reaching(Asked<T> asked) {
        try {
            return asked.answer();
        } catch (SQLException e) {
            var message = "interventions: " + SqlErrors.describe(e);
            throw SqlErrors.isOutOfReach(e)
                    ? new StoreUnreachable(message, e)
                    : new IllegalStateException(message, e);
        }
    }
}
