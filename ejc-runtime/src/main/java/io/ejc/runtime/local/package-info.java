/**
 * The local cluster as users and tests see it: a ZooKeeper server, a Mesos-compatible master and
 * agents in this JVM, for development and tests, never for production.
 */
@NullMarked
package io.ejc.runtime.local;

import org.jspecify.annotations.NullMarked;
