-- A card's digest begins with the id of its key, if the key has one (decision 0012). The rows that are there have
-- passed a narrower check.
alter table blocked_card
    drop constraint blocked_card_card_fingerprint_check,
    add constraint blocked_card_card_fingerprint_check check (
        length(card_fingerprint) between 64 and 73 and card_fingerprint !~ '[^0-9a-z:]') not valid;

alter table decision
    drop constraint decision_card_fingerprint_check,
    add constraint decision_card_fingerprint_check check (
        length(card_fingerprint) between 64 and 73 and card_fingerprint !~ '[^0-9a-z:]') not valid;

alter table operator_action
    drop constraint operator_action_about_check,
    add constraint operator_action_about_check check (length(about) between 1 and 73) not valid;
