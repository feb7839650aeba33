-- The ledger: the one decision on each transfer, double-entry postings, and balances that follow them.
-- Rows of `decision`, `reversal_booked`, `posting` and `ledger_account` are only ever added.

create function append_only() returns trigger
    language plpgsql
    as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$$;

-- Customers' accounts, as operators opened them.
create table account (
    account_id       text        primary key check (account_id ~ '^acc_[A-Za-z0-9_-]{1,60}$'),
    owner            text        not null check (owner ~ '^[!-~]{1,255}$'),
    currency         text        not null check (currency ~ '^[A-Z]{3}$'),
    status           text        not null check (status in ('OPEN', 'FROZEN', 'CLOSED')),
    created_at       timestamptz not null,
    updated_at       timestamptz not null
) with (fillfactor = 80);

create table blocked_card (
    card_fingerprint text        primary key check (card_fingerprint ~ '^[0-9a-f]{64}$'),
    blocked_at       timestamptz not null
);

-- The accounts of double entry. Each holds one currency; the bank's own are made when first needed.
create table ledger_account (
    ledger_account_id bigint     generated always as identity primary key,
    kind              text       not null
                      check (kind in
                             ('customer', 'due_from_institution', 'transfers_in_transit', 'suspense')),
    account_id        text       references account,
    institution       text       check (institution ~ '^[a-z][a-z0-9-]{0,39}$'),
    currency          text       not null check (currency ~ '^[A-Z]{3}$'),

    constraint ledger_account_of_whom check (
        (kind = 'customer') = (account_id is not null)
        and (kind = 'due_from_institution') = (institution is not null)),
    constraint ledger_account_once unique nulls not distinct (kind, account_id, institution, currency)
);

create trigger ledger_account_append_only
    before update or delete or truncate on ledger_account
    for each statement execute function append_only();

-- A customer has one ledger account, in the currency of the account. A trigger and not a foreign key over
-- (account, currency), because the currency of an account may not change either.
create function account_currency_is_fixed() returns trigger
    language plpgsql
    as $$
begin
    raise exception 'account % holds % for good', old.account_id, old.currency
        using errcode = 'restrict_violation';
end
$$;

create trigger account_currency_is_fixed
    before update on account
    for each row
    when (old.currency <> new.currency or old.account_id <> new.account_id)
    execute function account_currency_is_fixed();

create trigger account_kept
    before delete or truncate on account
    for each statement execute function append_only();

-- The decision: the first row for a transfer wins, for good.
create table decision (
    transfer_id      uuid        primary key,
    outcome          text        not null check (outcome in ('credited', 'voided')),
    reason           text        check (reason in
                                 ('REFUSED_FRAUD', 'REFUSED_LIMIT', 'REFUSED_ACCOUNT',
                                  'NEVER_ARRIVED', 'TIMED_OUT')),
    -- What was credited; or what the institution had paid when it was voided, if that was known.
    amount_minor     bigint      check (amount_minor > 0),
    currency         text        check (currency ~ '^[A-Z]{3}$'),
    institution      text        not null check (institution ~ '^[a-z][a-z0-9-]{0,39}$'),
    -- Of an order to credit; an order to void names neither.
    account          text,
    card_fingerprint text        check (card_fingerprint ~ '^[0-9a-f]{64}$'),
    decided_at       timestamptz not null,

    constraint decision_amount_whole check ((amount_minor is null) = (currency is null)),
    constraint decision_outcome check (
        case outcome
            when 'credited' then reason is null and amount_minor is not null
                                 and account is not null and card_fingerprint is not null
            else reason is not null
        end)
);

-- What the rules count: an account's credits of a day, and the accounts of a card.
create index decision_by_account on decision (account, decided_at)
    include (amount_minor) where outcome = 'credited';
create index decision_by_card on decision (card_fingerprint, decided_at)
    include (account) where outcome = 'credited';

create trigger decision_append_only
    before update or delete or truncate on decision
    for each statement execute function append_only();

-- The institution acknowledged that the card is whole.
create table reversal_booked (
    transfer_id      uuid        primary key references decision,
    booked_at        timestamptz not null
);

create trigger reversal_booked_append_only
    before update or delete or truncate on reversal_booked
    for each statement execute function append_only();

-- One amount from one ledger account to another: it names both sides, so it balances. There is no foreign
-- key to `ledger_account`, because checking one locks the row it points at, and every posting points at
-- the same few; `postings_are_sound` below checks more than a foreign key could, and what it looks at
-- never changes.
create table posting (
    posting_id       bigint      generated always as identity primary key,
    transfer_id      uuid        not null,
    kind             text        not null check (kind in ('credited', 'in_transit', 'reversed')),
    debit_account    bigint      not null,
    credit_account   bigint      not null,
    amount_minor     bigint      not null check (amount_minor > 0),
    currency         text        not null check (currency ~ '^[A-Z]{3}$'),
    posted_at        timestamptz not null,

    constraint posting_once unique (transfer_id, kind),
    constraint posting_two_sides check (debit_account <> credit_account)
);

-- A customer's movements, newest first; `posting_id` is the cursor.
create index posting_by_credited_account on posting (credit_account, posting_id)
    where kind = 'credited';

create trigger posting_append_only
    before update or delete or truncate on posting
    for each statement execute function append_only();

-- What each account comes to: credits less debits. A sum kept beside its terms, written by a trigger and
-- nobody else. The bank's own accounts are touched by every posting, so each is spread over 16 shards, by
-- the session that posts, and no two sessions wait for each other; a customer's has one, numbered 0.
create table balance (
    ledger_account_id bigint     not null references ledger_account,
    shard             smallint   not null check (shard between 0 and 16),
    net_minor         numeric(38) not null,

    primary key (ledger_account_id, shard),
    -- What we owe a customer is told in 64 bits. The bank's own sums have more and cannot overflow.
    constraint balance_fits check (
        shard > 0 or net_minor between -9223372036854775808 and 9223372036854775807)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Runs with its owner's rights, so that the service itself needs none to write a balance.
create function balances_follow_postings() returns trigger
    language plpgsql
    security definer
    -- pg_temp last, or a temporary table of the caller's could stand in for one of these.
    set search_path = pg_catalog, public, pg_temp
    as $$
begin
    insert into public.balance as b (ledger_account_id, shard, net_minor)
    select side.ledger_account_id, side.shard, sum(side.net_minor)
      from (select a.ledger_account_id,
                   case a.kind when 'customer' then 0 else 1 + pg_backend_pid() % 16 end as shard,
                   s.net_minor
              from (select debit_account as ledger_account_id, -amount_minor::numeric as net_minor
                      from added
                    union all
                    select credit_account, amount_minor::numeric
                      from added) s
              join public.ledger_account a using (ledger_account_id)) side
     group by side.ledger_account_id, side.shard
    -- One order for all sessions, or two of them would wait for each other.
     order by side.ledger_account_id, side.shard
        on conflict (ledger_account_id, shard)
        do update set net_minor = b.net_minor + excluded.net_minor;
    return null;
end
$$;

-- A posting is in the currency of both its accounts, between accounts of the kinds that its own kind
-- moves money between, and follows from its transfer's decision, in amount and currency too.
create function postings_are_sound() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
    as $$
declare
    unsound posting;
begin
    select p.*
      into unsound
      from added p
      left join ledger_account debit on debit.ledger_account_id = p.debit_account
      left join ledger_account credit on credit.ledger_account_id = p.credit_account
      left join decision d on d.transfer_id = p.transfer_id
     where (debit.currency = p.currency
            and credit.currency = p.currency
            and d.currency = p.currency
            and d.amount_minor = p.amount_minor
            and case p.kind
                    when 'credited' then d.outcome = 'credited'
                                         and debit.kind = 'due_from_institution'
                                         and debit.institution = d.institution
                                         and credit.kind = 'customer'
                                         and credit.account_id = d.account
                    when 'in_transit' then d.outcome = 'voided'
                                         and debit.kind = 'due_from_institution'
                                         and debit.institution = d.institution
                                         and credit.kind = 'transfers_in_transit'
                    when 'reversed' then d.outcome = 'voided'
                                         and debit.kind = 'transfers_in_transit'
                                         and credit.kind = 'due_from_institution'
                                         and credit.institution = d.institution
                end) is not true
     limit 1;
    if found then
        raise exception 'posting % of transfer % contradicts its accounts or its decision',
                        unsound.kind, unsound.transfer_id
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;

create trigger posting_1_sound
    after insert on posting
    referencing new table as added
    for each statement execute function postings_are_sound();

create trigger posting_2_balances
    after insert on posting
    referencing new table as added
    for each statement execute function balances_follow_postings();
