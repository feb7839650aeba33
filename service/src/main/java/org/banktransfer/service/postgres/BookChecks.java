package org.banktransfer.service.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What must hold between decisions and postings. The schema's own triggers refuse what would break
/// it; these look again, in case somebody got around them.
final class BookChecks {

    private BookChecks() {}

    /// @return a sentence for each fault, naming its transfer or currency; empty if all is well
    static List<String> faults(Connection connection) throws SQLException {
        var faults = new ArrayList<String>();
        for (var check :
                List.of(
                        DECISIONS_WITHOUT_POSTINGS,
                        POSTINGS_WITHOUT_DECISIONS,
                        POSTED_MORE_THAN_ONCE,
                        POSTINGS_BETWEEN_WRONG_ACCOUNTS,
                        POSTINGS_OF_ANOTHER_TIME,
                        IN_TRANSIT_NOT_OPEN_REVERSALS)) {
            faults.addAll(Sql.of(check).on(connection).list(row -> row.text("fault")));
        }
        return faults;
    }

    /// Every decision with an amount has its posting, of that amount, and a booked reversal its
    /// own.
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

    /// A transfer is posted once as each kind: a second credit would agree with every sum.
    private static final String POSTED_MORE_THAN_ONCE =
            """
            select format('tr_%s: posted %s times as %s',
                          replace(transfer_id::text, '-', ''), count(*), kind) as fault
              from posting
             group by transfer_id, kind
            having count(*) > 1
             order by transfer_id, kind
            """;

    /// A posting moves money between the accounts of its transfer's decision: sums alone would not
    /// show that it went to somebody else.
    private static final String POSTINGS_BETWEEN_WRONG_ACCOUNTS =
            """
            select format('tr_%s: posted as %s between accounts that its decision does not name',
                          replace(p.transfer_id::text, '-', ''), p.kind) as fault
              from posting p
              join decision d using (transfer_id)
              left join ledger_account debit on debit.ledger_account_id = p.debit_account
              left join ledger_account credit on credit.ledger_account_id = p.credit_account
             where (debit.currency = p.currency
                    and credit.currency = p.currency
                    and case p.kind
                            when 'credited' then debit.kind = 'due_from_institution'
                                                 and debit.institution = d.institution
                                                 and credit.kind = 'customer'
                                                 and credit.account_id = d.account
                            when 'in_transit' then debit.kind = 'due_from_institution'
                                                 and debit.institution = d.institution
                                                 and credit.kind = 'transfers_in_transit'
                            else debit.kind = 'transfers_in_transit'
                                 and credit.kind = 'due_from_institution'
                                 and credit.institution = d.institution
                        end) is not true
             order by p.posting_id
            """;

    /// A posting is of the moment of its decision, or of its booking: decisions are sealed, and all
    /// that postings say follows from them.
    private static final String POSTINGS_OF_ANOTHER_TIME =
            """
            select format('tr_%s: posted as %s at another time than it was decided',
                          replace(p.transfer_id::text, '-', ''), p.kind) as fault
              from posting p
              join decision d using (transfer_id)
              left join reversal_booked b using (transfer_id)
             where p.posted_at <> case p.kind when 'reversed' then b.booked_at else d.decided_at end
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
}
