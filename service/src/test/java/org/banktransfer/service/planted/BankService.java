package org.banktransfer.service.planted;

/// Stands for where the neighbours meet.
public final class BankService {}
