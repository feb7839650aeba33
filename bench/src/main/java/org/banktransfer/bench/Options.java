package org.banktransfer.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param connections of a closed loop
/// @param rate of an open loop; empty for a closed one
/// @param peak what the load of a sweep is a share of; empty to find it out
/// @param isInstitutionSlow half answer within 1.5 s, the slowest after 80 s
/// @param institutionLatency of the institution in process
/// @param nodeOptions of `serve`, beside those that a benchmark needs
/// @param rows how many settled transfers an aged database has, or a backlog unsettled ones
record Options(
        Duration measured,
        Duration warmUp,
        int connections,
        Optional<Double> rate,
        Optional<Double> peak,
        int accounts,
        int cards,
        boolean isInstitutionSlow,
        Duration institutionLatency,
        boolean withLimit,
        int limitBatch,
        List<String> nodeOptions,
        List<String> jvmOptions,
        long rows,
        Path directory,
        Path programs) {}
