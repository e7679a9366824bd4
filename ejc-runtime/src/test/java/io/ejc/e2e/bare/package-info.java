/** An application without a job. */
@NullMarked
package io.ejc.e2e.bare;

import org.jspecify.annotations.NullMarked;
