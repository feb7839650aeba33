package org.banktransfer.bench;

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
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// An institution in this process that hands over every amount it is asked for, after a while that
/// is the same for all, and remembers what it has paid.
final class Approver implements Institution {

    static final InstitutionName NAME = new InstitutionName("sandbox");

    /// Asked by the audit as fast as it reads: nothing here can be overrun.
    private static final CapabilitySheet SHEET =
            new CapabilitySheet(
                    true,
                    CapabilitySheet.FULL.dedupesFor(),
                    true,
                    true,
                    true,
                    CapabilitySheet.FULL.reversalWindow(),
                    CapabilitySheet.FULL.longestDelay(),
                    Integer.MAX_VALUE);

    private final Duration latency;
    private final ConcurrentHashMap<TransferId, Money> paid = new ConcurrentHashMap<>();

    /// @param latency zero to answer at once
    Approver(Duration latency) {
        this.latency = latency;
    }

    @Override
    public InstitutionName name() {
        return NAME;
    }

    @Override
    public CapabilitySheet capabilities() {
        return SHEET;
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        if (!(request.amount() instanceof RequestedAmount.Exactly(var amount))) {
            return new CashOutWord.Unknown("only exact amounts are paid here");
        }
        if (latency.isPositive()) {
            try {
                Thread.sleep(latency);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new CashOutWord.Unknown("interrupted");
            }
        }
        paid.put(request.id(), amount);
        return new CashOutWord.Approved(amount, "");
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        var amount = paid.get(id);
        return amount == null ? new CashOutWord.NeverSeen() : new CashOutWord.Approved(amount, "");
    }

    /// Nothing is ever voided here, so this is never asked.
    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        return new ReversalWord.Unknown("not reversed here");
    }
}
