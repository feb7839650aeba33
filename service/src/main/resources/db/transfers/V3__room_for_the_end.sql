-- Every transfer is written twice, when it is accepted and when it is settled, and many of a page are
-- settled by one database transaction, in which nothing can be reclaimed yet. With half of each page free
-- the second writing finds room beside the first (HOT), and no index is touched.
alter table transfer set (fillfactor = 50);
