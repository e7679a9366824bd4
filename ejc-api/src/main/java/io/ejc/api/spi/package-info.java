/** What the runtime and extenders implement; found by {@link java.util.ServiceLoader}. */
@NullMarked
package io.ejc.api.spi;

import org.jspecify.annotations.NullMarked;
