/**
 * The loop: one thread takes events from the inbox, asks the core, stores its facts, and only then
 * sends its calls. Declares the ports it needs.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.engine;

import org.jspecify.annotations.NullMarked;
