-- The two questions that the rules ask of credits, by account and by card, each with an index that fits no
-- other. Both said "credited" alone before, so that PostgreSQL could read either through from end to end for
-- the other question, and did so when it made its plan while they were empty. Now the plan can be kept.
create index decision_credits_by_account on decision (account, decided_at)
    include (amount_minor) where outcome = 'credited' and account is not null;
create index decision_credits_by_card on decision (card_fingerprint, decided_at)
    include (account) where outcome = 'credited' and card_fingerprint is not null;

drop index decision_by_account;
drop index decision_by_card;
