-- What the service may do, and no more. Runs again when it changes or the service's role does.
grant usage on schema public to "${service_role}";
grant select, insert on transfer, unsettled, wrong_pin, transfer_history, intervention to "${service_role}";
grant update (status, reason, paid_minor, paid_currency, updated_at, attempts, patience_until) on transfer to "${service_role}";
grant update (next_step_at, claim, claimed_until, attempts, parked), delete on unsettled to "${service_role}";
grant update (approved, decided_by, decided_at) on intervention to "${service_role}";
grant select, insert, delete on transfer_event to "${service_role}";
grant select, insert, update, delete on webhook_endpoint, webhook_delivery to "${service_role}";
