/**
 * The whole path, end to end: hosts and executors as real JVMs, over real sockets. What user code
 * wrote down itself is judged, not what the scheduler believes.
 */
@NullMarked
package io.ejc.e2e;

import org.jspecify.annotations.NullMarked;
