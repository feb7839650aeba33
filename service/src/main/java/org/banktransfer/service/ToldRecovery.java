package org.banktransfer.service;

import org.banktransfer.recovery.Recovery;
import org.banktransfer.recovery.RecoveryListener;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells waiting customers and the log how recovery's drives ended.
record ToldRecovery(TransferDesk desk) implements RecoveryListener {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    @Override
    public void ended(Transfer last) {
        desk.changed(last);
    }

    @Override
    public void left(Transfer transfer, StoreUnreachable why) {
        LOG.warn("{}: left as it is: {}", transfer.id(), why.getMessage());
    }

    @Override
    public void parked(Transfer transfer, RuntimeException why) {
        LOG.error("{}: parked", transfer.id(), why);
    }
}
