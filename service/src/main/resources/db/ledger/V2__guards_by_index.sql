-- The guards of `posting` look at the rows of one statement, and find what belongs to each by its key. The
-- plan of a function is kept by the session; one that reads whole tables, made while they were small, would
-- do so for good.
alter function balances_follow_postings() set enable_hashjoin = off;
alter function balances_follow_postings() set enable_mergejoin = off;
alter function balances_follow_postings() set enable_seqscan = off;
alter function postings_are_sound() set enable_hashjoin = off;
alter function postings_are_sound() set enable_mergejoin = off;
alter function postings_are_sound() set enable_seqscan = off;
