/**
 * For tests of jobs. {@link io.ejc.test.JobItem} runs one item in this JVM, by the code that runs
 * it on agents; {@link io.ejc.test.VirtualCluster} runs whole jobs on virtual time; {@link
 * io.ejc.test.LocalClusterTest} gives a JUnit test a cluster, and the application on it. A
 * dependency of scope {@code test}.
 */
@NullMarked
package io.ejc.test;

import org.jspecify.annotations.NullMarked;
