/**
 * What a job author writes and calls: {@link io.ejc.api.ElasticJob} on a class that implements a
 * job interface ({@link io.ejc.api.SimpleJob}, {@link io.ejc.api.DataflowJob}, {@link
 * io.ejc.api.ScriptJob}, {@link io.ejc.api.HttpJob}) or is a {@link io.ejc.api.ShellJob}, and
 * {@link io.ejc.api.Ejc#run} in {@code main}.
 *
 * <p>Nothing is null here unless it says {@code @Nullable}.
 */
@NullMarked
package io.ejc.api;

import org.jspecify.annotations.NullMarked;
