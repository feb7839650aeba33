package org.banktransfer.service.http;

import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.util.Optional;

/// One exchange with a customer's app, when it is over.
///
/// @param method `other` if the route has no such method
/// @param route the path as the contract writes it, so that no id becomes a label
/// @param problem what it was answered with, if that was a problem
/// @param exceeded which limit, if it was refused for being too much
/// @param begun the transfer that it began, if it did
/// @param took from when its head was read until its answer was handed to the network
public record Exchanged(
        String method,
        String route,
        int status,
        Optional<ProblemCode> problem,
        Optional<Limit> exceeded,
        Optional<TransferId> begun,
        Duration took) {}
