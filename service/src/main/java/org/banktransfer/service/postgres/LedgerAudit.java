package org.banktransfer.service.postgres;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Recomputes the ledger from its postings and checks what must hold of it, on live data. Reads one
/// snapshot and writes nothing. Safe under concurrency.
public final class LedgerAudit {

    private final DataSource ledger;

    public LedgerAudit(DataSource ledger) {
        this.ledger = ledger;
    }

    /// The ledger as it was at one instant.
    ///
    /// @param sums what each kind of account comes to, from postings alone
    /// @param faults what does not hold; each a sentence that names the transfer or account
    public record Result(List<Sum> sums, List<String> faults) {}

    /// @param of `customers`, `due from NAME`, `transfers in transit` or `suspense`
    /// @param minor what we owe for a liability, what we are owed for an asset; minor units
    public record Sum(String of, String currency, BigInteger minor) {}

    /// @throws SQLException if the ledger is out of reach
    public Result run() throws SQLException {
        try (var connection = ledger.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                var faults = new ArrayList<String>();
                faults.addAll(rows(connection, DRIFTED, LedgerAudit::fault));
                faults.addAll(rows(connection, DECISIONS_WITHOUT_POSTINGS, LedgerAudit::fault));
                faults.addAll(rows(connection, POSTINGS_WITHOUT_DECISIONS, LedgerAudit::fault));
                faults.addAll(rows(connection, IN_TRANSIT_NOT_OPEN_REVERSALS, LedgerAudit::fault));
                return new Result(rows(connection, SUMS, LedgerAudit::sum), faults);
            } finally {
                connection.rollback();
            }
        }
    }

    /// Every balance is the sum of its postings.
    private static final String DRIFTED =
            """
            with posted as (
                select ledger_account_id, sum(net_minor) as net_minor
                  from (select debit_account as ledger_account_id, -amount_minor::numeric as net_minor
                          from posting
                        union all
                        select credit_account, amount_minor::numeric
                          from posting) side
                 group by ledger_account_id),
            kept as (
                select ledger_account_id, sum(net_minor) as net_minor
                  from balance
                 group by ledger_account_id)
            select format('ledger account %s: its balance is %s, its postings come to %s',
                          coalesce(a.account_id, a.kind || coalesce(' ' || a.institution, '')),
                          coalesce(kept.net_minor, 0), coalesce(posted.net_minor, 0)) as fault
              from ledger_account a
              left join posted using (ledger_account_id)
              left join kept using (ledger_account_id)
             where coalesce(kept.net_minor, 0) <> coalesce(posted.net_minor, 0)
             order by ledger_account_id
            """;

    /// Every decision with an amount has its posting, of that amount, and a booked reversal its own.
    private static final String DECISIONS_WITHOUT_POSTINGS =
            """
            with owed as (
                select transfer_id, amount_minor, currency,
                       case outcome when 'credited' then 'credited' else 'in_transit' end as kind
                  from decision
                 where amount_minor is not null
                union all
                select transfer_id, amount_minor, currency, 'reversed'
                  from decision
                  join reversal_booked using (transfer_id)
                 where amount_minor is not null)
            select format('tr_%s: decided on %s %s, and no such posting of kind %s',
                          replace(owed.transfer_id::text, '-', ''),
                          owed.amount_minor, owed.currency, owed.kind) as fault
              from owed
              left join posting p
                on p.transfer_id = owed.transfer_id
               and p.kind = owed.kind
               and p.amount_minor = owed.amount_minor
               and p.currency = owed.currency
             where p.posting_id is null
             order by owed.transfer_id
            """;

    /// No posting but what a decision asks for: none both credited and reversed, none undecided.
    private static final String POSTINGS_WITHOUT_DECISIONS =
            """
            select format('tr_%s: posted as %s, but it is %s',
                          replace(p.transfer_id::text, '-', ''), p.kind,
                          coalesce(d.outcome, 'not decided')) as fault
              from posting p
              left join decision d using (transfer_id)
              left join reversal_booked b using (transfer_id)
             where case p.kind
                       when 'credited' then d.outcome = 'credited'
                       when 'in_transit' then d.outcome = 'voided'
                       else d.outcome = 'voided' and b.transfer_id is not null
                   end is not true
             order by p.posting_id
            """;

    /// What is in transit is what was paid for transfers that are voided and not yet reversed.
    private static final String IN_TRANSIT_NOT_OPEN_REVERSALS =
            """
            with in_transit as (
                select a.currency,
                       sum(case when p.credit_account = a.ledger_account_id
                                then p.amount_minor else -p.amount_minor end) as minor
                  from ledger_account a
                  join posting p
                    on a.ledger_account_id in (p.debit_account, p.credit_account)
                 where a.kind = 'transfers_in_transit'
                 group by a.currency),
            open_reversals as (
                select currency, sum(amount_minor) as minor
                  from decision
                  left join reversal_booked b using (transfer_id)
                 where outcome = 'voided' and amount_minor is not null and b.transfer_id is null
                 group by currency)
            select format('in transit are %s %s, and open reversals come to %s',
                          coalesce(in_transit.minor, 0), currency,
                          coalesce(open_reversals.minor, 0)) as fault
              from in_transit
              full join open_reversals using (currency)
             where coalesce(in_transit.minor, 0) <> coalesce(open_reversals.minor, 0)
            """;

    private static final String SUMS =
            """
            with side as (
                select debit_account as ledger_account_id, -amount_minor::numeric as net_minor
                  from posting
                union all
                select credit_account, amount_minor::numeric
                  from posting)
            select case a.kind
                       when 'customer' then 'customers'
                       when 'due_from_institution' then 'due from ' || a.institution
                       when 'transfers_in_transit' then 'transfers in transit'
                       else a.kind
                   end as of,
                   a.currency,
                   case a.kind when 'due_from_institution' then -sum(side.net_minor)
                               else sum(side.net_minor) end as minor
              from ledger_account a
              join side using (ledger_account_id)
             group by a.kind, a.institution, a.currency
             order by 2, 1
            """;

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(Connection connection, String sql, Row<T> read)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var results = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            while (results.next()) {
                rows.add(read.read(results));
            }
            return rows;
        }
    }

    private static String fault(ResultSet row) throws SQLException {
        return row.getString("fault");
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(row.getString("of"),
                row.getString("currency"),
                row.getBigDecimal("minor").toBigIntegerExact());
    }
}
