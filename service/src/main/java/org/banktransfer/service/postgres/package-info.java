/// Our record in PostgreSQL: the transfer store and the ledger, two databases that share no
/// database transaction and may be two servers.
///
/// Read [PostgresStores] first, which opens both; then [PostgresTransferStore] and
/// [PostgresLedger]. The schemas, with the reasons for them, are the migrations in `db/transfers`
/// and `db/ledger`. Deliberately not here: any rule (the ledger asks `CreditRules`), any retry of a
/// commit, any wait for an institution.
@NullMarked
package org.banktransfer.service.postgres;

import org.jspecify.annotations.NullMarked;
