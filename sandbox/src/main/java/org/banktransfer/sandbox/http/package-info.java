/// The institution on the wire: the contract's calls, the admin API, and the dial's faults made
/// visible.
///
/// Read [org.banktransfer.sandbox.http.ContractRoutes] first, then
/// [org.banktransfer.sandbox.http.Delivery], through which every call of the contract passes and
/// where it meets its fault. Not here: any decision about money.
@NullMarked
package org.banktransfer.sandbox.http;

import org.jspecify.annotations.NullMarked;
