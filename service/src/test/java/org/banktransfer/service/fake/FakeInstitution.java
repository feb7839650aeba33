package org.banktransfer.service.fake;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An institution where every card has the PIN 4821 and 100.00 on it, and which answers when it is
/// let. Safe under concurrency.
public final class FakeInstitution implements Institution {

    public static final String PIN = "4821";
    public static final long BALANCE = 10_000;

    private final List<TransferId> asked = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch reversalGate = new CountDownLatch(0);
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile boolean silent;
    private volatile LookUpReply lookUpReply = new CashOutWord.Unknown("not asked for here");

    /// Leaves every cash-out unanswered until `open`.
    public void hold() {
        gate = new CountDownLatch(1);
    }

    /// Leaves every reversal unanswered until `open`.
    public void holdReversals() {
        reversalGate = new CountDownLatch(1);
    }

    public void open() {
        gate.countDown();
        reversalGate.countDown();
    }

    /// Answers the cash-outs, and still no reversal.
    public void openCashOuts() {
        gate.countDown();
    }

    /// Never gives a definite answer.
    public void fallSilent() {
        silent = true;
    }

    /// Answers every look-up so from now on.
    public void say(LookUpReply reply) {
        lookUpReply = reply;
    }

    public int lookUps() {
        return lookUps.get();
    }

    /// The transfers it was asked to cash out, in order, repeats included.
    public List<TransferId> asked() {
        return List.copyOf(asked);
    }

    @Override
    public InstitutionName name() {
        return new InstitutionName("sandbox");
    }

    @Override
    public CapabilitySheet capabilities() {
        return CapabilitySheet.FULL;
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        asked.add(request.id());
        await(gate);
        if (silent) {
            return new CashOutWord.Unknown("silence");
        }
        if (!Arrays.equals(
                request.card().pin().reveal(), PIN.getBytes(StandardCharsets.US_ASCII))) {
            return new CashOutWord.Declined(DeclineCode.WRONG_PIN);
        }
        var wanted =
                switch (request.amount()) {
                    case Exactly(Money amount) -> amount;
                    case WholeBalance(var currency) -> new Money(BALANCE, currency);
                };
        return wanted.minor() > BALANCE
                ? new CashOutWord.Declined(DeclineCode.INSUFFICIENT_FUNDS)
                : new CashOutWord.Approved(wanted, "ref");
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        lookUps.incrementAndGet();
        return lookUpReply;
    }

    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        await(reversalGate);
        return new ReversalWord.Reversed();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
