package org.banktransfer.planted.transfer;

import org.banktransfer.planted.money.LooksUp;

/// The innocent half of a circle.
public record UsesMoney(LooksUp money) {}
