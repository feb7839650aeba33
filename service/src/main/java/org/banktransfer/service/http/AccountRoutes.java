package org.banktransfer.service.http;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.service.http.AccountJson.PostingJson;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Accounts: their owners read them, operators open and change them.
public final class AccountRoutes implements Routes {

    private static final Map<String, AccountStatus> STATUSES =
            Map.of(
                    "open", AccountStatus.OPEN,
                    "frozen", AccountStatus.FROZEN,
                    "closed", AccountStatus.CLOSED);

    private final Door door;
    private final Accounts accounts;
    private final InstantSource clock;

    public AccountRoutes(Door door, Accounts accounts, InstantSource clock) {
        this.door = door;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/v1/accounts/{id}", this::read),
                Route.put("/v1/accounts/{id}", this::put),
                Route.get("/v1/accounts/{id}/postings", this::postings));
    }

    private Answer read(Call call) {
        var caller = door.caller(call);
        return answer(visible(call, caller));
    }

    private Answer postings(Call call) {
        var caller = door.caller(call);
        int limit = Page.limit(call);
        var before = Page.cursor(call, Long::valueOf);
        var found = accounts.movements(visible(call, caller).id(), before, limit);
        return Answer.json(
                200,
                Page.of(found, limit, movement -> Long.toString(movement.cursor()))
                        .map(page -> page.stream().map(PostingJson::of).toList()));
    }

    private Answer put(Call call) {
        var by = door.operator(call).asOperator();
        var body = call.body().read();
        ContentType.requireJson(call);
        var account = account(call.inPath("id"), body);
        return accounts.put(account, by, clock.instant())
                .map(this::answer)
                .orElseThrow(() ->
                        Problem.of(
                                ProblemCode.CURRENCY_MISMATCH,
                                "An account keeps the currency it was opened in."));
    }

    static Account account(String id, byte[] body) {
        var errors = new ArrayList<FieldError>();
        var fields = Fields.ofBody(body, errors);
        var owner = fields.string("owner", "is 1 to 255 visible ASCII characters", CustomerId::new);
        var currency = RedeemRequest.currency(fields);
        var status = fields.string("status", "is open, frozen or closed", AccountRoutes::status);
        fields.refuseOthers();
        var accountId = accountId(id);
        if (accountId.isEmpty()) {
            errors.add(
                    new FieldError(
                            "", "The path names an account: acc_ and letters, digits, _ or -."));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new Account(
                accountId.orElseThrow(),
                owner.orElseThrow(),
                currency.orElseThrow(),
                status.orElseThrow());
    }

    private static AccountStatus status(String word) {
        return Optional.ofNullable(STATUSES.get(word))
                .orElseThrow(() -> new IllegalArgumentException("not a status"));
    }

    private Answer answer(Account account) {
        var balance = accounts.balance(account.id()).orElseThrow(Problem::notFound);
        return Answer.json(200, AccountJson.of(account, balance));
    }

    private Account visible(Call call, Caller caller) {
        return accountId(call.inPath("id"))
                .flatMap(accounts::find)
                .filter(caller::maySee)
                .orElseThrow(Problem::notFound);
    }

    private static Optional<AccountId> accountId(String written) {
        try {
            return Optional.of(new AccountId(written));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
