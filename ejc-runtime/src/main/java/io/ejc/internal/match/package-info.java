/**
 * Fits waiting items into offers, as a function: placements, what is left over, and for each item
 * that found no place the reason, agent by agent.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.match;

import org.jspecify.annotations.NullMarked;
