@NullMarked
package org.banktransfer.sandbox;

import org.jspecify.annotations.NullMarked;
