package org.banktransfer.recovery;

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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An institution that has paid whatever it is asked about, until it is told otherwise.
final class ToldInstitution implements Institution {

    private final InstitutionName name;
    private final AtomicInteger reversalsAsked = new AtomicInteger();
    private final Map<TransferId, ReversalReply> reversals = new ConcurrentHashMap<>();
    private volatile LookUpReply lookUp =
            new CashOutWord.Approved(Money.of(2500, "USD"), "reference");
    private volatile ReversalReply reversal = new ReversalWord.Reversed();

    ToldInstitution(InstitutionName name) {
        this.name = name;
    }

    void says(LookUpReply reply) {
        lookUp = reply;
    }

    void says(ReversalReply reply) {
        reversal = reply;
    }

    /// Of one transfer alone.
    void saysOf(TransferId id, ReversalReply reply) {
        reversals.put(id, reply);
    }

    int reversals() {
        return reversalsAsked.get();
    }

    @Override
    public InstitutionName name() {
        return name;
    }

    @Override
    public CapabilitySheet capabilities() {
        return CapabilitySheet.FULL;
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        throw new AssertionError("recovery has no card");
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        return lookUp;
    }

    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        reversalsAsked.incrementAndGet();
        return reversals.getOrDefault(id, reversal);
    }
}
