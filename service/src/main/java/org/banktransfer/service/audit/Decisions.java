package org.banktransfer.service.audit;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the ledger has decided, whoever asked for it.
@FunctionalInterface
public interface Decisions {

    /// One decision.
    ///
    /// @param account whom it credits; empty if it is a void that names nobody
    record Decided(TransferId id, InstitutionName institution, Optional<AccountId> account) {}

    /// @param from the earliest time of a decision
    /// @param after where to go on; empty to begin
    /// @return in the order of their ids; fewer than `limit` if there are no more
    List<Decided> page(Instant from, Optional<TransferId> after, int limit);
}
