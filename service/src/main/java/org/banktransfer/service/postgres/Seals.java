package org.banktransfer.service.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The chains of digests over the ledger's record. The database makes them; these follow them from
/// their first link to their last and look at every row on the way.
final class Seals {

    private Seals() {}

    /// @return a sentence for each fault; empty if every row is as it was sealed
    static List<String> faults(Connection connection) throws SQLException {
        var faults = new ArrayList<String>();
        for (var check : List.of(SEALS_THAT_DO_NOT_MATCH, ROWS_WITHOUT_SEAL, WRONG_HEADS)) {
            faults.addAll(Sql.of(check).on(connection).list(row -> row.text("fault")));
        }
        return faults;
    }

    /// Of each chain.
    static List<SealHead> heads(Connection connection) throws SQLException {
        return Sql.of(
                        """
                        select chain, number, encode(digest, 'hex') as digest
                          from seal_head
                         order by chain
                        """)
                .on(connection)
                .list(row ->
                        new SealHead(
                                (int) row.number("chain"),
                                row.number("number"),
                                row.text("digest")));
    }

    /// @param kept heads of an earlier time
    /// @return a sentence for each that the chains no longer lead through
    static List<String> missing(Connection connection, List<SealHead> kept) throws SQLException {
        var missing = new ArrayList<String>();
        for (var head : kept) {
            boolean isThere =
                    head.number() == 0
                            || Sql.of(
                                            """
                                            select 1 as found
                                              from seal
                                             where chain = :chain
                                               and number = :number
                                               and digest = decode(:digest, 'hex')
                                            """)
                                    .on(connection)
                                    .set("chain", head.chain())
                                    .set("number", head.number())
                                    .set("digest", head.digest())
                                    .first(row -> row.number("found"))
                                    .isPresent();
            if (!isThere) {
                missing.add(
                        "the record of chain %d no longer leads through seal %d, whose digest was kept"
                                .formatted(head.chain(), head.number()));
            }
        }
        return missing;
    }

    /// Each seal is the digest of its rows as they are now and of the seal before it.
    private static final String SEALS_THAT_DO_NOT_MATCH =
            """
            with member as (
                select chain, number, record, unnest(members) as id
                  from seal),
            said as (
                select m.chain, m.number, m.id,
                       sealed_decision(d.transfer_id, d.outcome, d.reason, d.amount_minor, d.currency,
                                       d.institution, d.account, d.card_fingerprint,
                                       d.decided_at) as said
                  from member m
                  join decision d on d.transfer_id = m.id
                 where m.record = 'decision'
                union all
                select m.chain, m.number, m.id, sealed_reversal(b.transfer_id, b.booked_at)
                  from member m
                  join reversal_booked b on b.transfer_id = m.id
                 where m.record = 'reversal_booked'
                union all
                select m.chain, m.number, m.id,
                       sealed_action(a.action_id, a.kind, a.done_by, a.done_at, a.about, a.detail)
                  from member m
                  join operator_action a on a.action_id = m.id
                 where m.record = 'operator_action'),
            now as (
                select chain, number, string_agg(said, E'\\n' order by id) as said
                  from said
                 group by chain, number),
            linked as (
                select seal.*,
                       lag(number, 1, 0::bigint) over links as number_before,
                       lag(digest, 1, ''::bytea) over links as digest_before
                  from seal
                window links as (partition by chain order by number))
            select format('seal %s of chain %s does not match: of its %s rows of %s, tr_%s to tr_%s, '
                              'one was changed or removed, or the chain was',
                          number, chain, cardinality(members), record,
                          replace(members[1]::text, '-', ''),
                          replace(members[cardinality(members)]::text, '-', '')) as fault
              from linked
              left join now using (chain, number)
             where number <> number_before + 1
                or digest is distinct from seal_digest(digest_before, record, now.said)
             order by chain, number
            """;

    /// Nothing got on record past the database's own triggers.
    private static final String ROWS_WITHOUT_SEAL =
            """
            with member as (
                select record, unnest(members) as id
                  from seal),
            row as (
                select 'decision' as record, transfer_id as id from decision
                union all
                select 'reversal_booked', transfer_id from reversal_booked
                union all
                select 'operator_action', action_id from operator_action)
            select format('%s tr_%s: no seal has it', record, replace(id::text, '-', '')) as fault
              from row
              left join member using (record, id)
             where member.id is null
             order by record, id
            """;

    /// Each chain ends where its head says.
    private static final String WRONG_HEADS =
            """
            select format('chain %s has %s seals, and its head names seal %s', chain,
                          coalesce(last.number, 0), head.number) as fault
              from seal_head head
              full join (select distinct on (chain) chain, number, digest
                           from seal
                          order by chain, number desc) last using (chain)
             where (coalesce(last.number, 0) = head.number
                    and coalesce(last.digest, '') = head.digest) is not true
             order by chain
            """;
}
