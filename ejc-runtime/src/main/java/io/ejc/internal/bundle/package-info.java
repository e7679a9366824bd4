/**
 * Packages the host's own class path as content-addressed layers: each jar as it is, each class
 * directory as a jar that is the same to the byte whenever its files are.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.bundle;

import org.jspecify.annotations.NullMarked;
