-- The transfer store: what customers asked for, where each transfer stands, and every call made for it.
--
-- Two tables share a transfer. `transfer` is kept for good and holds what customers and operators read.
-- `unsettled` holds a row for each transfer that is not final, and only what is needed to finish it. The
-- alternative, one table with partial indexes "where status is not final", makes every one of them depend
-- on `status`, so that PostgreSQL must write a new entry into all indexes of the table whenever a status
-- changes. Here no index of `transfer` holds a column that ever changes: its updates stay in their page
-- (HOT), and settling deletes a row of a table that is always small. The row in `unsettled` is at once the
-- guard of the rule "one unsettled transfer per card", the queue that recovery takes its work from, and
-- the proof that a transfer is not final: settling deletes it, so nothing can be settled twice.

create table transfer (
    transfer_id      uuid        primary key,
    customer         text        not null check (customer ~ '^[!-~]{1,255}$'),
    idempotency_key  text        not null check (idempotency_key ~ '^[!-~]{1,255}$'),
    account          text        not null check (account ~ '^acc_[A-Za-z0-9_-]{1,60}$'),
    institution      text        not null check (institution ~ '^[a-z][a-z0-9-]{0,39}$'),
    card_fingerprint text        not null check (card_fingerprint ~ '^[0-9a-f]{64}$'),
    last4            text        not null check (last4 ~ '^[0-9]{4}$'),
    currency         text        not null check (currency ~ '^[A-Z]{3}$'),
    -- Whole minor units; null asks for the card's whole balance.
    requested_minor  bigint      check (requested_minor > 0),
    status           text        not null
                     check (status in ('pending', 'completed', 'declined', 'reversing', 'reversed')),
    -- The decline code of what is declined, the void reason of what is reversing or reversed.
    reason           text        check (reason ~ '^[A-Z_]{1,40}$'),
    -- What was credited, or what the institution had paid, where it is known.
    paid_minor       bigint      check (paid_minor > 0),
    paid_currency    text,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    valid_until      timestamptz not null,
    patience_until   timestamptz not null,
    -- Rounds of recovery it took, once it is final; until then `unsettled` counts them.
    attempts         integer     not null default 0 check (attempts >= 0),

    constraint transfer_key unique (customer, idempotency_key),
    constraint transfer_paid_currency check (paid_currency = currency),
    constraint transfer_paid_whole check ((paid_minor is null) = (paid_currency is null)),
    constraint transfer_state check (
        case status
            when 'pending'   then reason is null     and paid_minor is null
            when 'completed' then reason is null     and paid_minor is not null
            when 'declined'  then reason is not null and paid_minor is null
            else                  reason is not null
        end)
) with (fillfactor = 85);

-- Newest first, as ids sort by the time they were made.
create index transfer_by_account on transfer (account, transfer_id);
create index transfer_by_customer on transfer (customer, transfer_id);

create table unsettled (
    transfer_id      uuid        primary key references transfer,
    card_fingerprint text        not null,
    institution      text        not null,
    created_at       timestamptz not null,
    next_step_at     timestamptz not null,
    -- Who is at it: a number drawn anew for every claim, so that a worker who lost its claim can't be
    -- taken for the one who took it over. Null if nobody is.
    claim            bigint,
    claimed_until    timestamptz not null,
    attempts         integer     not null default 0 check (attempts >= 0),
    parked           text        check (parked ~ '^[A-Z_]{1,40}$'),

    -- Otherwise a second press races the first one's reversal, and finds the card empty or drains it twice.
    constraint unsettled_one_per_card unique (card_fingerprint)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);

create index unsettled_due on unsettled (institution, next_step_at);

-- Each wrong PIN, to lock a card before its institution is bothered again. A table of its own, so that
-- `transfer` needs no index over its status.
create table wrong_pin (
    transfer_id      uuid        primary key references transfer,
    card_fingerprint text        not null,
    at               timestamptz not null
);

create index wrong_pin_by_card on wrong_pin (card_fingerprint, at);

-- Every call made for a transfer. `writer` and `ticket` name the one record of it, so that writing a batch
-- again after a commit whose fate was unknown adds nothing.
create table transfer_history (
    transfer_id      uuid        not null,
    at               timestamptz not null,
    ticket           bigint      not null,
    writer           bigint      not null,
    node             text        not null check (length(node) between 1 and 200),
    step             text        not null check (length(step) between 1 and 40),
    outcome          text        not null check (length(outcome) between 1 and 40),
    detail           text        not null check (length(detail) <= 1000),
    took_micros      bigint      not null check (took_micros >= 0),

    primary key (transfer_id, at, ticket, writer)
);

create function append_only() returns trigger
    language plpgsql
    as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$$;

create trigger transfer_history_append_only
    before update or delete or truncate on transfer_history
    for each statement execute function append_only();

-- A final state is final, whoever says otherwise.
create function final_is_final() returns trigger
    language plpgsql
    as $$
begin
    raise exception 'transfer % is % and stays so', old.transfer_id, old.status
        using errcode = 'restrict_violation';
end
$$;

create trigger transfer_final_is_final
    before update on transfer
    for each row
    when (old.status in ('completed', 'declined', 'reversed'))
    execute function final_is_final();

create trigger transfer_kept
    before delete or truncate on transfer
    for each statement execute function append_only();
