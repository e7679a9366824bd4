/**
 * Examines the cluster as this application meets it: ZooKeeper, the master, and agents on which a
 * short-lived framework of its own starts the application's executor. Decides nothing that is
 * scheduled.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.doctor;

import org.jspecify.annotations.NullMarked;
