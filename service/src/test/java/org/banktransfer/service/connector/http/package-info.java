/// The HTTP contract as it is read and as it goes over the wire. Read `AnswersTest` first.
@NullMarked
package org.banktransfer.service.connector.http;

import org.jspecify.annotations.NullMarked;
