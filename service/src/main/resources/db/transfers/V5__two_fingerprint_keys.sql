-- While one key takes the place of another, a card has a digest by each (decision 0012). The transfer keeps both, so
-- that recovery judges it by both; its slot and its wrong PINs have the first. A digest begins with its key's id, if
-- the key has one. The rows that are there have passed a narrower check.
alter table transfer
    add column card_fingerprint_other text,
    add constraint transfer_card_fingerprint_other_check check (
        length(card_fingerprint_other) between 64 and 73 and card_fingerprint_other !~ '[^0-9a-z:]') not valid,
    drop constraint transfer_card_fingerprint_check,
    add constraint transfer_card_fingerprint_check check (
        length(card_fingerprint) between 64 and 73 and card_fingerprint !~ '[^0-9a-z:]') not valid;
