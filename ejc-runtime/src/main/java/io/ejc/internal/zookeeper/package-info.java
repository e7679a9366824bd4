/**
 * The adapter to Apache ZooKeeper, through Apache Curator: the durable {@link
 * io.ejc.internal.record.RunStore}, the election of the {@link io.ejc.internal.engine.Leadership},
 * the live hosts and the clock that they share.
 *
 * <p>Not API. May change in any release.
 *
 * <p>What lies below the root of a namespace:
 *
 * <pre>
 * epoch      how many leaders took over so far; every commit checks its version
 * commit     the last commit, as EPOCH:BATCH
 * records    the records; a node without data is only the parent of others
 * identity   whose namespace it is
 * clock      written to learn ZooKeeper's time
 * hosts      the live hosts, with the code and the jobs that they carry
 * leader     the candidates, in the order in which they will lead
 * </pre>
 */
@NullMarked
package io.ejc.internal.zookeeper;

import org.jspecify.annotations.NullMarked;
