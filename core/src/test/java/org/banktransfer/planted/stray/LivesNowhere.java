package org.banktransfer.planted.stray;

/// A class in a package that no wall mentions.
public final class LivesNowhere {}
