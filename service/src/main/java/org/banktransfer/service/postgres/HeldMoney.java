package org.banktransfer.service.postgres;

import java.math.BigInteger;
import java.util.Currency;
import java.util.Optional;

/// What one kind of the bank's own ledger accounts comes to now.
///
/// @param kind `due_from_institution`, `transfers_in_transit` or `suspense`
/// @param institution of what is due from one
/// @param minor what is held or due, in whole minor units; not negative while all is well
public record HeldMoney(
        String kind, Optional<String> institution, Currency currency, BigInteger minor) {}
