package org.banktransfer.service.postgres;

/// How the connections to one database are used now, for metrics.
///
/// @param name `transfers` or `ledger`
/// @param max how many there may be
/// @param open how many there are
/// @param busy how many of these somebody works on
/// @param waiting how many threads wait for one
public record PoolStanding(String name, int max, int open, int busy, int waiting) {}
