/**
 * The agents' listener: serves the layers of the bundle over HTTP, under a path that cannot be
 * guessed.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.serve;

import org.jspecify.annotations.NullMarked;
