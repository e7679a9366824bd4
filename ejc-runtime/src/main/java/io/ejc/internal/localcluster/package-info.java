/**
 * A Mesos for development in this JVM: a master, agents, their fetcher, executors as child
 * processes, and a ZooKeeper server. It speaks the Mesos v1 HTTP APIs over loopback, in the words
 * of a real Mesos 1.12, so that a scheduler cannot tell the difference.
 *
 * <p>Reading order: {@link io.ejc.internal.localcluster.Cluster}, {@link
 * io.ejc.internal.localcluster.LocalMaster}, {@link io.ejc.internal.localcluster.Allocator}, {@link
 * io.ejc.internal.localcluster.LocalAgent}, {@link io.ejc.internal.localcluster.ExecutorSession}.
 *
 * <p>It shares nothing with EJC's scheduler but the framing in {@code wire}: a bug of one must not
 * be hidden by the same bug in the other.
 */
@NullMarked
package io.ejc.internal.localcluster;

import org.jspecify.annotations.NullMarked;
