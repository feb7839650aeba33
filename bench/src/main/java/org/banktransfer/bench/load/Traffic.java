package org.banktransfer.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What is asked, and what becomes of the answers. Called by the generator's one thread alone, so
/// it must be quick and never block.
public interface Traffic {

    /// There is nothing to ask now.
    int NOTHING = -1;

    /// Writes the next request.
    ///
    /// @return its number, which comes back with its answer, or [#NOTHING]
    int next(ByteBuffer request);

    /// An answer has come.
    ///
    /// @param number of its request
    /// @param isMeasured whether the request was due within the time that is measured
    /// @param tookNanos since the request was due
    void answered(int number, HttpAnswer answer, boolean isMeasured, long tookNanos)
            throws IOException;

    /// Whether there will never be anything to ask again; the run ends early then.
    default boolean isOver() {
        return false;
    }

    /// No answer will come: the connection broke, or the time was up.
    void unanswered(int number);
}
