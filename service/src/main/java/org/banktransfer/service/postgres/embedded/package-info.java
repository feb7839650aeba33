/// The real PostgreSQL that comes with the program, for whoever names no other: unpacked,
/// initialised, started, adopted after a crash, stopped.
///
/// Read [EmbeddedPostgres]. Deliberately not here: any setting that trades durability for speed,
/// tables (migrations make them), Windows and macOS (their binaries are not in the build).
@NullMarked
package org.banktransfer.service.postgres.embedded;

import org.jspecify.annotations.NullMarked;
