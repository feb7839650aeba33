package org.banktransfer.service.fake;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Institutions;
import org.banktransfer.institution.Pin;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.service.desk.Admission;
import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.desk.Place;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.Backoff;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.RedeemAnswer;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;
import org.banktransfer.transfer.TransferEngine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    public final Institutions institutions = new Institutions(List.of(institution));
    public final TransferEngine engine;
    public final Redemption redemption;
    public final TransferDesk desk;

    public FakeBank() {
        this(DeskSettings.defaults(Duration.ofSeconds(3)));
    }

    public FakeBank(DeskSettings deskSettings) {
        var settings = settings();
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
        var _ =
                ledger.put(
                                new Account(id, owner, usd, status),
                                new OperatorId("operator"),
                                Instant.EPOCH)
                        .orElseThrow();
    }

    /// Begins a transfer of 25.00 from ann's card and sets its drive going.
    public Transfer begin(String key) {
        var wish =
                new Wish(
                        ANN,
                        new IdempotencyKey(key),
                        ANNS,
                        institution.name(),
                        new CardFingerprint("a".repeat(64)),
                        "3614",
                        new Exactly(Money.of(2_500, "USD")));
        var card = new Card(new CardNumber("6034932528973614"), new Pin(FakeInstitution.PIN));
        if (desk.admit(ANN) instanceof Admission.Admitted(var place)
                && redemption.redeem(wish, card) instanceof RedeemAnswer.Begun(var drive)) {
            desk.drive(drive, place);
            place.close();
            return drive.transfer();
        }
        throw new AssertionError("did not begin");
    }

    /// How many places are free, counted by taking them.
    public int places() {
        var taken = new ArrayList<Place>();
        int customer = 0;
        while (desk.admit(new CustomerId("c" + customer++)) instanceof Admission.Admitted(var p)) {
            taken.add(p);
        }
        taken.forEach(Place::close);
        return taken.size();
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
