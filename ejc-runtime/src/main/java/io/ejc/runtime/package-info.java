/**
 * The composition root: reads the configuration and wires the parts. The only package that knows
 * them all. Users see it through {@link io.ejc.api.Ejc}.
 *
 * <p>A reading order for newcomers: {@code JobDefinition}, {@code Event}, {@code Fact}, {@code
 * Call}, {@code SchedulerCore}, {@code Engine}, then one adapter.
 */
@NullMarked
package io.ejc.runtime;

import org.jspecify.annotations.NullMarked;
