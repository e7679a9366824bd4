/** An application whose jobs are registered and changed at run time. */
@NullMarked
package io.ejc.e2e.registry;

import org.jspecify.annotations.NullMarked;
