-- Who tries the PINs of many cards is told by counting by customer, too.
alter table wrong_pin add column customer text;

update wrong_pin w
   set customer = t.customer
  from transfer t
 where t.transfer_id = w.transfer_id;

alter table wrong_pin alter column customer set not null;

create index wrong_pin_by_customer on wrong_pin (customer, at);
