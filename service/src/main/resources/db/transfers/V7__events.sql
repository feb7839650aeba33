-- What other systems are told (docs/events.md, decision 0015): a row for each change of a transfer's status, written
-- by the statement that changes it. What never changes of a transfer is read from `transfer`.
--
-- `position` puts events in an order in which none can turn up behind a reader. It is the number of the database
-- transaction that wrote the row, or the highest that had ended by then, if that is more. A reader stays below the
-- oldest that is still under way (pg_snapshot_xmin), so all it leaves behind has ended. A status is changed under a
-- lock, and the next change of it, which waits for that lock, sees the first one's number as ended: so a transfer's
-- events stand in their order. A number from a sequence would not do: a row with a smaller one may be committed later.
create table transfer_event (
    position    bigint      not null,
    transfer_id uuid        not null,
    -- A transfer has at most one event of each rank.
    rank        smallint    not null,
    status      text        not null,
    customer    text        not null,
    reason      text,
    paid_minor  bigint,
    at          timestamptz not null,

    primary key (position, transfer_id, rank),
    constraint transfer_event_rank check (
        rank = case
            when status = 'reversing' then 2
            when status in ('completed', 'declined', 'reversed') then 3
            else 0
        end and rank > 0)
);

create index transfer_event_by_customer on transfer_event (customer, position, transfer_id, rank);

-- Rows lie nearly in the order of their times, so a summary of each few pages is all it takes.
create index transfer_event_by_time on transfer_event using brin (at)
    with (pages_per_range = 16, autosummarize = on);

-- Where events are delivered to. Up to its place, an endpoint has been given all events into its queue. No secret is
-- kept: each is made of a key that no database has, the endpoint's id and the secret's number.
create table webhook_endpoint (
    endpoint_id      uuid        primary key,
    url              text        not null check (length(url) between 1 and 2000),
    description      text        not null check (length(description) <= 200),
    -- Statuses it is told of; all if there are none.
    types            text[]      not null,
    disabled         text        check (disabled in ('BY_OPERATOR', 'GONE', 'FAILING')),
    secret_number    integer     not null check (secret_number > 0),
    old_secret_until timestamptz,
    failing_since    timestamptz,
    position         bigint      not null,
    transfer_id      uuid        not null,
    rank             smallint    not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null
) with (fillfactor = 50);

create table webhook_delivery (
    endpoint_id     uuid        not null references webhook_endpoint on delete cascade,
    position        bigint      not null,
    transfer_id     uuid        not null,
    rank            smallint    not null,
    state           text        not null check (state in ('WAITING', 'DELIVERED', 'GIVEN_UP')),
    attempts        integer     not null default 0,
    -- A claim moves it to its own end.
    due_at          timestamptz not null,
    last_attempt_at timestamptz,
    last_outcome    text        check (length(last_outcome) <= 200),

    primary key (endpoint_id, position, transfer_id, rank)
) with (fillfactor = 70);

create index webhook_delivery_due on webhook_delivery (endpoint_id, due_at) where state = 'WAITING';

-- An event waits for the earlier one of its transfer.
create index webhook_delivery_waiting on webhook_delivery (endpoint_id, transfer_id, rank) where state = 'WAITING';
