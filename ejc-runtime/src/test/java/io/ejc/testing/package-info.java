/**
 * What tests of several packages share: servers in this JVM, and networks that misbehave on demand.
 */
@NullMarked
package io.ejc.testing;

import org.jspecify.annotations.NullMarked;
