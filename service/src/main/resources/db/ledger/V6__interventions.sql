-- What two operators do to a transfer is on their record, too.
alter table operator_action
    drop constraint operator_action_kind_check,
    add constraint operator_action_kind_check check (
        kind in ('account_put', 'card_blocked', 'card_unblocked', 'proposed', 'approved', 'rejected'));
