/** An application whose jobs are methods. */
@NullMarked
package io.ejc.internal.execute.methodjobs;

import org.jspecify.annotations.NullMarked;
