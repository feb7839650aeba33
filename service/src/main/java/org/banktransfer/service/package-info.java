@NullMarked
package org.banktransfer.service;

import org.jspecify.annotations.NullMarked;
