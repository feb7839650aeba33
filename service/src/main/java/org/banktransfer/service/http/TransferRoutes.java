package org.banktransfer.service.http;

import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.Card;
import org.banktransfer.service.desk.Admission;
import org.banktransfer.service.desk.Place;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.RedeemAnswer;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The press of the button: `POST /v1/transfers`. What is checked is checked in the order of
/// [ProblemCode].
public final class TransferRoutes implements Routes {

    private final Door door;
    private final Readiness readiness;
    private final Redemption redemption;
    private final TransferDesk desk;
    private final CardFingerprints fingerprints;
    private final Duration answerWithin;
    private final InstantSource clock;

    /// @param answerWithin how long a request is held unless its caller asks otherwise
    public TransferRoutes(
            Door door,
            Readiness readiness,
            Redemption redemption,
            TransferDesk desk,
            CardFingerprints fingerprints,
            Duration answerWithin,
            InstantSource clock) {
        this.door = door;
        this.readiness = readiness;
        this.redemption = redemption;
        this.desk = desk;
        this.fingerprints = fingerprints;
        this.answerWithin = answerWithin;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post("/v1/transfers", this::redeem));
    }

    private Answer redeem(Call call) {
        requireRoom();
        readiness.require();
        var caller = door.caller(call);
        door.requireNoGuessing(call);
        try (var place = admitted(caller)) {
            var body = call.body().read();
            ContentType.requireJson(call);
            var errors = new ArrayList<FieldError>();
            var key = idempotencyKey(call, errors);
            var request = RedeemRequest.read(body, errors);
            boolean isDriven = false;
            try {
                var wish = wish(caller, request, key.orElseThrow(TransferRoutes::keyRequired));
                requireShare(place, wish.institution());
                var answer = takeIn(wish, request.card());
                isDriven = answer instanceof RedeemAnswer.Begun;
                return answer(call, answer, place);
            } finally {
                // A drive wipes it when it needs it no more.
                if (!isDriven) {
                    request.card().wipe();
                }
            }
        }
    }

    private static void requireShare(Place place, InstitutionName institution) {
        if (!place.countFor(institution)) {
            throw Problem.unavailable("Too many transfers of this institution are in flight.")
                    .by(Limit.IN_FLIGHT_INSTITUTION);
        }
    }

    private RedeemAnswer takeIn(Wish wish, Card card) {
        try (var _ = desk.takeIn()) {
            return redemption.redeem(wish, card);
        }
    }

    private void requireRoom() {
        if (!desk.hasRoom()) {
            throw noRoom().by(desk.hasPlaces() ? Limit.INTAKE : Limit.IN_FLIGHT_ALL);
        }
    }

    private Place admitted(Caller caller) {
        return switch (desk.admit(caller.customer())) {
            case Admission.Admitted(var place) -> place;
            case Admission.Full _ -> throw noRoom().by(Limit.IN_FLIGHT_ALL);
            case Admission.ShareTaken _ ->
                    throw Problem.retryLater(
                                    ProblemCode.TOO_MANY_REQUESTS,
                                    "Wait until some of your transfers are answered.",
                                    Duration.ofSeconds(1))
                            .by(Limit.IN_FLIGHT_CUSTOMER);
        };
    }

    private static Problem noRoom() {
        return Problem.unavailable("This process takes no more requests now.");
    }

    /// @param errors gets what is wrong with it, if it is there
    private static Optional<IdempotencyKey> idempotencyKey(Call call, List<FieldError> errors) {
        var lines = call.headers("Idempotency-Key").stream().filter(line -> !line.isEmpty());
        var keys = lines.toList();
        try {
            if (keys.size() > 1) {
                throw new IllegalArgumentException("more than one key");
            }
            return keys.stream().findFirst().map(IdempotencyKey::new);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("", "Idempotency-Key is 1 to 255 visible ASCII characters."));
            return Optional.empty();
        }
    }

    private static Problem keyRequired() {
        return Problem.of(
                ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                "Make one key for each wish, before it is sent, and repeat it with the wish.");
    }

    private Wish wish(Caller caller, RedeemRequest request, IdempotencyKey key) {
        var number = request.card().number();
        return new Wish(
                caller.customer(),
                key,
                request.account(),
                request.institution(),
                fingerprints.of(request.institution(), number),
                number.last4(),
                request.amount());
    }

    private Answer answer(Call call, RedeemAnswer answer, Place place) {
        return switch (answer) {
            case RedeemAnswer.Begun(var drive) -> {
                call.begins(drive.transfer().id());
                desk.drive(drive, place, door.listener(call));
                yield held(call, left -> desk.awaitBegun(drive.transfer(), left));
            }
            case RedeemAnswer.Replayed(var transfer) ->
                    held(call, left -> desk.await(transfer, left))
                            .with("Idempotent-Replayed", "true");
            case RedeemAnswer.Unavailable(var why) ->
                    throw Problem.unavailable("Nothing was sent: " + why + ".");
            case RedeemAnswer.KeyReused _ ->
                    throw Problem.of(
                            ProblemCode.IDEMPOTENCY_KEY_REUSED,
                            "Repeat the first wish, or make a new key for another.");
            case RedeemAnswer.AccountUnusable _ ->
                    throw Problem.of(
                            ProblemCode.ACCOUNT_UNUSABLE,
                            "Name an open account that belongs to the caller.");
            case RedeemAnswer.CurrencyMismatch _ ->
                    throw Problem.of(
                            ProblemCode.CURRENCY_MISMATCH, "Ask for the account's own currency.");
            case RedeemAnswer.InstitutionUnknown _ ->
                    throw Problem.of(
                            ProblemCode.INSTITUTION_UNKNOWN,
                            "No institution of that name is set up here.");
            case RedeemAnswer.CustomerSlowed(var until) ->
                    throw Problem.retryLater(
                                    ProblemCode.TOO_MANY_REQUESTS,
                                    "Too many wrong PINs of yours; no institution was asked.",
                                    Duration.between(clock.instant(), until))
                            .by(Limit.WRONG_PINS_CUSTOMER);
            case RedeemAnswer.CardLocked(var until) ->
                    throw Problem.retryLater(
                                    ProblemCode.CARD_LOCKED,
                                    "Too many wrong PINs; the institution was not asked.",
                                    Duration.between(clock.instant(), until))
                            .by(Limit.WRONG_PINS_CARD);
            case RedeemAnswer.InProgress(var transfer) -> throw Problem.inProgress(transfer);
        };
    }

    /// Waits as long as the caller likes, or as we do, and says how the transfer stands then.
    private Answer held(Call call, Function<Duration, Transfer> await) {
        var preferred = Waits.preferred(call);
        var left = Waits.left(preferred.orElse(answerWithin), call);
        var now = await.apply(left);
        var answer =
                Answer.json(now.isFinal() ? 201 : 202, TransferJson.of(now))
                        .with("Location", "/v1/transfers/" + now.id())
                        .with(retryAfter(now));
        return preferred
                .map(wait -> answer.with("Preference-Applied", "wait=" + wait.toSeconds()))
                .orElse(answer);
    }

    static Map<String, String> retryAfter(Transfer transfer) {
        return transfer.isFinal() ? Map.of() : Map.of("Retry-After", "1");
    }
}
