-- What operators do to transfers: one proposes it, another approves it. It is done in the database transaction that
-- approves it, so neither is there without the other. No foreign key to `transfer`: the proposal is inserted by
-- selecting its transfer, and nothing is ever deleted there.
create table intervention (
    intervention_id  uuid        primary key,
    transfer_id      uuid        not null,
    kind             text        not null check (kind in ('drive_now', 'patience', 'park')),
    patience_until   timestamptz,
    why              text        not null check (length(why) between 1 and 500),
    proposed_by      text        not null check (length(proposed_by) between 1 and 255 and proposed_by !~ '[^!-~]'),
    proposed_at      timestamptz not null,
    approved         boolean,
    decided_by       text        check (length(decided_by) between 1 and 255 and decided_by !~ '[^!-~]'),
    decided_at       timestamptz,

    constraint intervention_patience check ((kind = 'patience') = (patience_until is not null)),
    constraint intervention_decided check (
        (approved is null) = (decided_by is null) and (approved is null) = (decided_at is null)),
    constraint intervention_two_people check (approved is not true or decided_by <> proposed_by)
);

-- One at a time for each transfer: what the second person is shown is what there is.
create unique index intervention_open on intervention (transfer_id) where approved is null;
create index intervention_by_transfer on intervention (transfer_id, proposed_at);
create index intervention_newest on intervention (proposed_at);

create function intervention_stays() returns trigger
    language plpgsql
    as $$
begin
    raise exception 'intervention % stays as it is', old.intervention_id
        using errcode = 'restrict_violation';
end
$$;

-- Only the second person's word is added, once.
create trigger intervention_stays
    before update on intervention
    for each row
    when (old.approved is not null
          or (old.intervention_id, old.transfer_id, old.kind, old.patience_until, old.why, old.proposed_by,
              old.proposed_at)
             is distinct from
             (new.intervention_id, new.transfer_id, new.kind, new.patience_until, new.why, new.proposed_by,
              new.proposed_at))
    execute function intervention_stays();

create trigger intervention_kept
    before delete or truncate on intervention
    for each statement execute function append_only();
