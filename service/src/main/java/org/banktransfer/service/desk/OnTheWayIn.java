package org.banktransfer.service.desk;

/// One request on its way in, until it is closed.
public final class OnTheWayIn implements AutoCloseable {

    private final Intake intake;
    private final long enteredNanos = System.nanoTime();

    OnTheWayIn(Intake intake) {
        this.intake = intake;
        intake.enter();
    }

    /// Its intent is durable, or it was refused. To be called once.
    @Override
    public void close() {
        intake.leave(enteredNanos, System.nanoTime());
    }
}
