/// Hostile input: every reader of what comes from outside ([org.banktransfer.service.fuzz.Reader]),
/// shortly in each build (`ReadersTest`) and a million times by command
/// ([org.banktransfer.service.fuzz.Fuzz]).
@NullMarked
package org.banktransfer.service.fuzz;

import org.jspecify.annotations.NullMarked;
