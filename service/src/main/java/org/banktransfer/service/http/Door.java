package org.banktransfer.service.http;

import org.banktransfer.transfer.Transfer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who comes in, and how often: the node's own limit, the token, the limits of address and
/// customer, in this order, before anything of a request is read or recorded. Safe under
/// concurrency.
public final class Door {

    private final Authenticator authenticator;
    private final RateLimits limits;
    private final Guesses guesses;
    private final TrustedProxies proxies;
    private final InstantSource clock;

    public Door(Authenticator authenticator, DoorSettings settings, InstantSource clock) {
        this.authenticator = authenticator;
        limits = new RateLimits(settings);
        guesses = new Guesses(settings, clock);
        proxies = settings.proxies();
        this.clock = clock;
    }

    /// @throws Problem `UNAVAILABLE` if this node is asked too often or the issuer's keys are out
    ///   of reach, `UNAUTHENTICATED`, or `TOO_MANY_REQUESTS`
    Caller caller(Call call) {
        var caller = identified(call);
        requireRate(caller);
        return caller;
    }

    /// @throws Problem as `caller`, and `FORBIDDEN` if the token has not the scope
    Caller operator(Call call) {
        return withScope(identified(call));
    }

    /// The same for one whose token came in another way than the `Authorization` header.
    ///
    /// @throws Problem as `caller`, and `FORBIDDEN` if the token has not the scope
    public Caller operator(Call call, String token) {
        return withScope(identified(call, () -> token));
    }

    private Caller withScope(Caller caller) {
        if (!caller.operator()) {
            throw Problem.forbidden("This needs the scope operator.");
        }
        requireRate(caller);
        return caller;
    }

    private void requireRate(Caller caller) {
        limits.of(caller.customer())
                .ifPresent(wait -> {
                    throw tooMany(wait).by(Limit.RATE_CUSTOMER);
                });
    }

    private Caller identified(Call call) {
        return identified(call, () -> Authenticator.token(call));
    }

    private Caller identified(Call call, Supplier<String> token) {
        requireRateOfAll();
        var wait = limits.of(address(call));
        if (wait.isEmpty()) {
            return authenticator.caller(token.get());
        }
        // Nothing that a stranger can make us do costs as much as to verify a signature. So no
        // token is looked at now, but whoever sent none is told so.
        var _ = token.get();
        throw tooMany(wait.get()).by(Limit.RATE_ADDRESS);
    }

    /// For what needs no token and yet is work.
    ///
    /// @throws Problem `UNAVAILABLE` if this node is asked too often, or `TOO_MANY_REQUESTS`
    public void stranger(Call call) {
        requireRateOfAll();
        limits.of(address(call))
                .ifPresent(wait -> {
                    throw tooMany(wait).by(Limit.RATE_ADDRESS);
                });
    }

    private void requireRateOfAll() {
        limits.ofAll()
                .ifPresent(_ -> {
                    throw Problem.unavailable("This process is asked too often now.")
                            .by(Limit.RATE_ALL);
                });
    }

    private static Problem tooMany(Duration wait) {
        return Problem.retryLater(ProblemCode.TOO_MANY_REQUESTS, "Ask less often.", wait);
    }

    /// @throws Problem `TOO_MANY_REQUESTS` if too many wrong PINs came from the caller's address
    void requireNoGuessing(Call call) {
        guesses.waitsUntil(address(call))
                .ifPresent(until -> {
                    throw Problem.retryLater(
                                    ProblemCode.TOO_MANY_REQUESTS,
                                    "Too many wrong PINs came from your address.",
                                    Duration.between(clock.instant(), until))
                            .by(Limit.WRONG_PINS_ADDRESS);
                });
    }

    /// Gets what becomes of a wish that came with this call.
    Consumer<Transfer> listener(Call call) {
        var address = address(call);
        return transfer -> guesses.ended(address, transfer);
    }

    private Address address(Call call) {
        return Address.of(proxies.clientOf(call.peer(), call::headers));
    }
}
