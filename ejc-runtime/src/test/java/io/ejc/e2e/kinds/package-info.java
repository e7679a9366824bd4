/** Jobs of every kind that do not go well. */
@NullMarked
package io.ejc.e2e.kinds;

import org.jspecify.annotations.NullMarked;
