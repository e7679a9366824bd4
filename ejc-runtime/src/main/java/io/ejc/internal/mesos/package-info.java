/**
 * The way to a Mesos master: the v1 scheduler API over HTTP. One SUBSCRIBE is one session, and a
 * session that ended is over; when to subscribe again is the core's decision. What is said is made
 * and read in {@code wire}.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.mesos;

import org.jspecify.annotations.NullMarked;
