/** A local cluster that tests command from another process. */
@NullMarked
package io.ejc.e2e.cluster;

import org.jspecify.annotations.NullMarked;
