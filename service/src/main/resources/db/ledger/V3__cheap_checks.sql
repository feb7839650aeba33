-- The same checks, said so that they cost a twentieth: PostgreSQL runs a bounded repetition, "{64}", as that
-- many states of an automaton that it builds anew for each value.
alter table account
    drop constraint account_account_id_check,
    add constraint account_account_id_check check (
        length(account_id) between 5 and 64 and starts_with(account_id, 'acc_')
        and account_id !~ '[^A-Za-z0-9_-]'),
    drop constraint account_owner_check,
    add constraint account_owner_check check (length(owner) between 1 and 255 and owner !~ '[^!-~]');

alter table blocked_card
    drop constraint blocked_card_card_fingerprint_check,
    add constraint blocked_card_card_fingerprint_check check (
        length(card_fingerprint) = 64 and card_fingerprint !~ '[^0-9a-f]');

alter table decision
    drop constraint decision_institution_check,
    add constraint decision_institution_check check (
        length(institution) between 1 and 40 and institution ~ '^[a-z]' and institution !~ '[^a-z0-9-]'),
    drop constraint decision_card_fingerprint_check,
    add constraint decision_card_fingerprint_check check (
        length(card_fingerprint) = 64 and card_fingerprint !~ '[^0-9a-f]');
