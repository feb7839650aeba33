-- The card's slot is taken before the intent is written, in the same database transaction: of many presses
-- written at once, those whose card is busy then leave no intent behind. The foreign key would ask for the
-- other order, and costs a look-up and a lock on a row that nobody else can see yet. The audit looks for
-- what it kept out, a slot without an intent.
alter table unsettled
    drop constraint unsettled_transfer_id_fkey;
