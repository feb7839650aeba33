package org.banktransfer.service.fake;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.Backoff;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TransferEngine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.random.RandomGenerator;

/// The real engine, redemption and desk on a store, a ledger and an institution in memory, with two
/// customers: ann with `acc_ann` and bob with `acc_bob`, both in dollars.
public final class FakeBank implements AutoCloseable {

    public static final CustomerId ANN = new CustomerId("ann");
    public static final CustomerId BOB = new CustomerId("bob");
    public static final AccountId ANNS = new AccountId("acc_ann");
    public static final AccountId BOBS = new AccountId("acc_bob");

    public final InstantSource clock = InstantSource.system();
    public final RandomGenerator chance = new SecureRandom();
    public final FakeStore store = new FakeStore();
    public final FakeLedger ledger = new FakeLedger();
    public final FakeInstitution institution = new FakeInstitution();
    public final TransferEngine engine;
    public final Redemption redemption;
    public final TransferDesk desk;

    public FakeBank() {
        this(DeskSettings.defaults(Duration.ofSeconds(3)));
    }

    public FakeBank(DeskSettings deskSettings) {
        var settings = settings();
        var institutions = new Institutions(List.of(institution));
        engine =
                new TransferEngine(
                        store, ledger, institutions, settings, clock, chance, StepObserver.NONE);
        redemption =
                new Redemption(
                        store,
                        ledger,
                        institutions,
                        engine,
                        settings,
                        new PinPolicy(3, Duration.ofHours(1)),
                        clock,
                        chance);
        desk = new TransferDesk(engine, store, ledger, deskSettings, clock);
        put(ANN, ANNS, AccountStatus.OPEN);
        put(BOB, BOBS, AccountStatus.OPEN);
    }

    public void put(CustomerId owner, AccountId id, AccountStatus status) {
        var usd = Currency.getInstance("USD");
        var _ = ledger.put(new Account(id, owner, usd, status), Instant.EPOCH).orElseThrow();
    }

    public long balance(AccountId id) {
        return ledger.balance(id).orElseThrow().minor();
    }

    /// Gives up on a silent institution soon, so that tests see a drive end without an outcome.
    private static EngineSettings settings() {
        var usual = EngineSettings.defaults("node-1");
        return new EngineSettings(
                usual.node(),
                Duration.ofMillis(300),
                usual.validFor(),
                usual.patience(),
                usual.claimFor(),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
                usual.retry(),
                usual.parkedRetry(),
                usual.clockSkew(),
                usual.closeWithin());
    }

    @Override
    public void close() {
        institution.open();
        desk.close(Duration.ofSeconds(5));
    }
}
