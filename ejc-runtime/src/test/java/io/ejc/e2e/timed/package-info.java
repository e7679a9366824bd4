/** An application whose jobs are due by other things than a cron. */
@NullMarked
package io.ejc.e2e.timed;

import org.jspecify.annotations.NullMarked;
