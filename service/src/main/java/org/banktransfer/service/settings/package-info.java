/// What an operator may set, where it was set, and whether it makes sense.
///
/// Read [KnownSettings], the list of every name with its default and meaning; [SettingsSource]
/// reads files, environment and options; [Settings] is the one record that the wiring gets.
/// Deliberately not here: defaults hidden in code elsewhere.
@NullMarked
package org.banktransfer.service.settings;

import org.jspecify.annotations.NullMarked;
