/** An application whose jobs are all wrong, each in its own way. */
@NullMarked
package io.ejc.e2e.bad;

import org.jspecify.annotations.NullMarked;
