package org.banktransfer.service.http;

/// One thing that is wrong with a request.
///
/// @param pointer where in the body, as a JSON Pointer (RFC 6901); empty for the request as a whole
/// @param detail what should be there instead; repeats nothing of what was sent
record FieldError(String pointer, String detail) {}
