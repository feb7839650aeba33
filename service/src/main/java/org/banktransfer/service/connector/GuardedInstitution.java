package org.banktransfer.service.connector;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.RequestedAmount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/// An institution whose trouble stays its own. A call that may not be made is answered `Unknown` at
/// once, with nothing sent; whoever asked goes on as if no answer had come, which is always safe.
///
/// - A **breaker** stops calls while the institution is silent, and lets a few through after a
///   pause to see whether it is back. Declines and odd answers are no silence.
/// - **Places** bound the calls under way, so a slow institution holds up only so many threads.
/// - A **budget** bounds look-ups a minute, so a recovering crowd does not keep it down. Cash-outs
///   and reversals are not counted: money waits for them.
///
/// Safe under concurrency. The budget is this process's own: where several nodes share an
/// institution's allowance, each is given its part.
public final class GuardedInstitution implements Institution {

    /// How a guard stands, for metrics.
    ///
    /// @param breaker `closed`, `open` or `half_open`
    /// @param callsUnderWay places taken
    /// @param callsMax places there are
    /// @param lookUpsLeft how many look-ups could be made at once now
    /// @param refusedOpen calls answered `Unknown` because the breaker was open, since the start
    /// @param refusedFull likewise because no place became free
    /// @param refusedBudget look-ups likewise because the budget was spent
    public record Standing(
            String breaker,
            int callsUnderWay,
            int callsMax,
            int lookUpsLeft,
            long refusedOpen,
            long refusedFull,
            long refusedBudget) {}

    private static final Logger LOG = LoggerFactory.getLogger(GuardedInstitution.class);
    private static final String LOOK_UP = "look_up";

    private final InstitutionSettings settings;
    private final Line line;
    private final CallObserver observer;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final LookUpBudget budget;
    private final LongAdder refusedOpen = new LongAdder();
    private final LongAdder refusedFull = new LongAdder();
    private final LongAdder refusedBudget = new LongAdder();

    public GuardedInstitution(InstitutionSettings settings, Line line, InstantSource clock) {
        this(settings, line, clock, CallObserver.NONE);
    }

    public GuardedInstitution(
            InstitutionSettings settings, Line line, InstantSource clock, CallObserver observer) {
        this.settings = settings;
        this.observer = observer;
        this.line = line;
        breaker = CircuitBreaker.of(settings.name().value(), breakerConfig(settings, clock));
        breaker.getEventPublisher().onStateTransition(this::tell);
        places = new Semaphore(settings.guard().callsMax(), true);
        budget = new LookUpBudget(settings.capabilities().lookUpsPerMinute(), clock);
    }

    @Override
    public InstitutionName name() {
        return settings.name();
    }

    @Override
    public CapabilitySheet capabilities() {
        return settings.capabilities();
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        return guarded("cash_out", () -> line.cashOut(request), CashOutWord.Unknown::new);
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        return guarded(LOOK_UP, () -> line.lookUp(id, requested), CashOutWord.Unknown::new);
    }

    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        return guarded("reverse", () -> line.reverse(id, reason), ReversalWord.Unknown::new);
    }

    public Standing standing() {
        return new Standing(
                word(breaker.getState()),
                settings.guard().callsMax() - places.availablePermits(),
                settings.guard().callsMax(),
                budget.left(),
                refusedOpen.sum(),
                refusedFull.sum(),
                refusedBudget.sum());
    }

    /// Whether a cash-out can be sent, as far as it is up to us.
    public boolean isReady() {
        return line.isReady();
    }

    /// Does what is due beside the calls; see [Line#upkeep].
    public void upkeep() {
        line.upkeep();
    }

    private <R> R guarded(String name, Supplier<Heard<R>> call, Function<String, R> unknown) {
        if (!breaker.tryAcquirePermission()) {
            refusedOpen.increment();
            return unknown.apply("not sent: the institution has been silent");
        }
        // What is not told the breaker is given back to it, or its probes would run out.
        boolean told = false;
        boolean placed = false;
        try {
            placed = place();
            if (!placed) {
                refusedFull.increment();
                return unknown.apply("not sent: too many calls under way");
            }
            if (name.equals(LOOK_UP) && !budget.take()) {
                refusedBudget.increment();
                return unknown.apply("not sent: the look-ups of this minute are spent");
            }
            long startedNanos = System.nanoTime();
            var heard = call.get();
            if (heard.health() != Heard.Health.NOT_SENT) {
                breaker.onResult(0, TimeUnit.NANOSECONDS, heard);
                told = true;
                observer.called(
                        settings.name(),
                        name,
                        heard.spoke(),
                        Duration.ofNanos(System.nanoTime() - startedNanos));
            }
            return heard.reply();
        } finally {
            if (placed) {
                places.release();
            }
            if (!told) {
                breaker.releasePermission();
            }
        }
    }

    private boolean place() {
        try {
            return places.tryAcquire(settings.guard().callsWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tell(CircuitBreakerOnStateTransitionEvent event) {
        var state = event.getStateTransition().getToState();
        LOG.atLevel(state == CircuitBreaker.State.OPEN ? Level.WARN : Level.INFO)
                .log("institution {}: breaker {}", settings.name(), word(state));
    }

    private static CircuitBreakerConfig breakerConfig(
            InstitutionSettings settings, InstantSource clock) {
        var guard = settings.guard();
        return CircuitBreakerConfig.custom()
                .clock(clock.withZone(ZoneOffset.UTC))
                .recordResult(heard -> !((Heard<?>) heard).spoke())
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(guard.breakerWindow())
                .minimumNumberOfCalls(guard.breakerWindow() / 2)
                .failureRateThreshold(guard.breakerPercent())
                .waitDurationInOpenState(guard.breakerPause())
                .permittedNumberOfCallsInHalfOpenState(guard.breakerProbes())
                .build();
    }

    private static String word(CircuitBreaker.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
