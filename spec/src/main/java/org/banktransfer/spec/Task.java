package org.banktransfer.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One thing for TLC to check.
///
/// @param modules files of the model, all that the first one needs
/// @param module the name of the module to check
/// @param configuration the text of TLC's configuration
/// @param workers how many threads; zero for as many as there are processors
/// @param heapMebibytes how much memory TLC may use
/// @param within after that long TLC is stopped
record Task(
        List<Path> modules,
        String module,
        String configuration,
        int workers,
        int heapMebibytes,
        Duration within) {}
