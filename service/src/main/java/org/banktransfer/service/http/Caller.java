package org.banktransfer.service.http;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.ledger.Account;
import org.banktransfer.transfer.Transfer;

/// Who is calling.
///
/// @param customer the token's subject
/// @param operator the token's scope has `operator`
public record Caller(CustomerId customer, boolean operator) {

    /// As the operators' record names whoever acts.
    public OperatorId asOperator() {
        return new OperatorId(customer.value());
    }

    boolean maySee(Transfer transfer) {
        return operator || transfer.wish().customer().equals(customer);
    }

    boolean maySee(Account account) {
        return operator || account.owner().equals(customer);
    }
}
