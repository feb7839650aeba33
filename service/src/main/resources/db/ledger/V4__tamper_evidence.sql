-- What was decided, and what operators did, shows if it was altered past the service and past the triggers
-- that refuse it: every statement that adds rows to the record is sealed. A seal is a digest of those rows
-- and of the seal before it, so no row can be changed, removed or slipped in without breaking every later
-- seal, and whoever has kept a head elsewhere sees that the chain no longer leads to it. Postings have no
-- seals of their own: all that a posting says follows from its decision, and the audit holds it to that.

-- What operators did, and who.
create table operator_action (
    action_id        uuid        primary key default gen_random_uuid(),
    kind             text        not null check (kind in ('account_put', 'card_blocked', 'card_unblocked')),
    done_by          text        not null check (length(done_by) between 1 and 255 and done_by !~ '[^!-~]'),
    done_at          timestamptz not null,
    -- An account's id, or a card's fingerprint.
    about            text        not null check (length(about) between 1 and 64),
    detail           jsonb       not null
);

-- By whoever looks for what was done to an account, or in a period.
create index operator_action_by_time on operator_action (done_at);

create trigger operator_action_append_only
    before update or delete or truncate on operator_action
    for each statement execute function append_only();

-- Sixteen chains, so that sessions seldom wait for each other, as with balances.
create table seal (
    chain            smallint    not null check (chain between 1 and 16),
    number           bigint      not null check (number > 0),
    record           text        not null check (record in ('decision', 'reversal_booked', 'operator_action')),
    -- The keys of the rows, in their order.
    members          uuid[]      not null check (cardinality(members) > 0),
    digest           bytea       not null check (length(digest) = 32),

    primary key (chain, number)
);

create trigger seal_append_only
    before update or delete or truncate on seal
    for each statement execute function append_only();

-- The last seal of each chain. Updated in place once a statement, within its page.
create table seal_head (
    chain            smallint    primary key,
    number           bigint      not null,
    digest           bytea       not null
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into seal_head (chain, number, digest)
select chain, 0, ''
  from generate_series(1, 16) as chain;

-- A row as it is sealed: each column as text that no setting of a session changes. What is sealed once is
-- said so for good; columns that come later need a function of their own.
create function sealed_decision(transfer_id uuid, outcome text, reason text, amount_minor bigint,
                                currency text, institution text, account text, card_fingerprint text,
                                decided_at timestamptz) returns text
    language sql stable
    return row(transfer_id, outcome, reason, amount_minor, currency, institution, account,
               card_fingerprint, extract(epoch from decided_at))::text;

create function sealed_reversal(transfer_id uuid, booked_at timestamptz) returns text
    language sql stable
    return row(transfer_id, extract(epoch from booked_at))::text;

create function sealed_action(action_id uuid, kind text, done_by text, done_at timestamptz, about text,
                              detail jsonb) returns text
    language sql stable
    return row(action_id, kind, done_by, extract(epoch from done_at), about, detail)::text;

create function seal_digest(previous bytea, record text, said text) returns bytea
    language sql immutable
    return sha256(previous || convert_to(record || E'\n' || said, 'UTF8'));

-- Holds the chain until the database transaction is over. By then it holds its decisions, and it still
-- takes balances: whoever holds a balance has its chain already, so nobody waits in a circle.
create function append_seal(record text, members uuid[], said text) returns void
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
    as $$
declare
    head public.seal_head;
begin
    update public.seal_head as h
       set number = h.number + 1,
           digest = public.seal_digest(h.digest, append_seal.record, said)
     where h.chain = 1 + pg_backend_pid() % 16
    returning * into strict head;
    insert into public.seal (chain, number, record, members, digest)
    values (head.chain, head.number, append_seal.record, append_seal.members, head.digest);
end
$$;

revoke execute on function append_seal(text, uuid[], text) from public;

-- These run with their owner's rights: the service itself can neither make a seal nor leave one out.
create function seal_decisions() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
begin
    perform public.append_seal(
                'decision',
                array_agg(transfer_id order by transfer_id),
                string_agg(
                    public.sealed_decision(transfer_id, outcome, reason, amount_minor, currency, institution,
                                           account, card_fingerprint, decided_at),
                    E'\n' order by transfer_id))
       from added
     having count(*) > 0;
    return null;
end
$$;

create function seal_reversals() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
begin
    perform public.append_seal(
                'reversal_booked',
                array_agg(transfer_id order by transfer_id),
                string_agg(public.sealed_reversal(transfer_id, booked_at), E'\n' order by transfer_id))
       from added
     having count(*) > 0;
    return null;
end
$$;

create function seal_actions() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
begin
    perform public.append_seal(
                'operator_action',
                array_agg(action_id order by action_id),
                string_agg(public.sealed_action(action_id, kind, done_by, done_at, about, detail),
                           E'\n' order by action_id))
       from added
     having count(*) > 0;
    return null;
end
$$;

create trigger decision_sealed
    after insert on decision
    referencing new table as added
    for each statement execute function seal_decisions();

create trigger reversal_booked_sealed
    after insert on reversal_booked
    referencing new table as added
    for each statement execute function seal_reversals();

create trigger operator_action_sealed
    after insert on operator_action
    referencing new table as added
    for each statement execute function seal_actions();

-- What was decided before there were seals is sealed as it is found, some thousands of rows at a time.
do $$
declare
    hand record;
begin
    for hand in
        select array_agg(transfer_id order by transfer_id) as members,
               string_agg(sealed_decision(transfer_id, outcome, reason, amount_minor, currency, institution,
                                          account, card_fingerprint, decided_at),
                          E'\n' order by transfer_id) as said
          from (select *, (row_number() over (order by transfer_id) - 1) / 5000 as part from decision) d
         group by part
         order by part
    loop
        perform append_seal('decision', hand.members, hand.said);
    end loop;
    for hand in
        select array_agg(transfer_id order by transfer_id) as members,
               string_agg(sealed_reversal(transfer_id, booked_at), E'\n' order by transfer_id) as said
          from (select *, (row_number() over (order by transfer_id) - 1) / 5000 as part
                  from reversal_booked) b
         group by part
         order by part
    loop
        perform append_seal('reversal_booked', hand.members, hand.said);
    end loop;
end
$$;
