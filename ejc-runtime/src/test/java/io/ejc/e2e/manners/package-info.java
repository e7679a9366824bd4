/** User code that does to its JVM what it should not. */
@NullMarked
package io.ejc.e2e.manners;

import org.jspecify.annotations.NullMarked;
