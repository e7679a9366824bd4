/**
 * What a job author writes and calls: {@link io.ejc.api.ElasticJob} on a class that implements a
 * job interface such as {@link io.ejc.api.SimpleJob}, and {@link io.ejc.api.Ejc#run} in {@code
 * main}.
 *
 * <p>Nothing is null here unless it says {@code @Nullable}.
 */
@NullMarked
package io.ejc.api;

import org.jspecify.annotations.NullMarked;
