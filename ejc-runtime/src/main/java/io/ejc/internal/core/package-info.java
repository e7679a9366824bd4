/**
 * The brain: what happened ({@link io.ejc.internal.core.Event}) goes in, what to store ({@link
 * io.ejc.internal.core.Fact}) and what to send ({@link io.ejc.internal.core.Call}) comes out. No
 * clock, socket, store, logger or thread is reachable from here.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.core;

import org.jspecify.annotations.NullMarked;
