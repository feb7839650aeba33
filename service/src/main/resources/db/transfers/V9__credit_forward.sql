-- A transfer that the institution says it has paid can be credited forward.
alter table intervention
    drop constraint intervention_kind_check,
    add constraint intervention_kind_check check (
        kind in ('drive_now', 'patience', 'park', 'credit_forward'));
