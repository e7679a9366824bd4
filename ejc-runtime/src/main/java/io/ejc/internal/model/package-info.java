/**
 * The vocabulary: what every other room speaks of, as immutable values. Imports {@code java.*}
 * only.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.model;

import org.jspecify.annotations.NullMarked;
