/** A job whose item stays on an agent, for an end-to-end test. */
@NullMarked
package io.ejc.e2e.daemons;

import org.jspecify.annotations.NullMarked;
