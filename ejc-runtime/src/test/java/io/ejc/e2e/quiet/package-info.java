/** An application of one job that does nothing. */
@NullMarked
package io.ejc.e2e.quiet;

import org.jspecify.annotations.NullMarked;
