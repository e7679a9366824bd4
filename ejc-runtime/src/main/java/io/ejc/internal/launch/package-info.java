/**
 * Turns a placement into the exact task and executor description to send, as data.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.launch;

import org.jspecify.annotations.NullMarked;
