/// Tests of how statements are had and read.
@NullMarked
package org.banktransfer.service.connector.statement;

import org.jspecify.annotations.NullMarked;
