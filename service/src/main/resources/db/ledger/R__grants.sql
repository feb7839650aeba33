-- What the service may do, and no more. Runs again when it changes or the service's role does.
grant usage on schema public to "${service_role}";
grant select, insert on account, ledger_account, decision, reversal_booked, posting, operator_action
   to "${service_role}";
grant update (owner, status, updated_at) on account to "${service_role}";
grant select, insert, delete on blocked_card to "${service_role}";
grant select on balance, seal, seal_head to "${service_role}";
