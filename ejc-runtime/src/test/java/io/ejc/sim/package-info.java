/**
 * The seeded simulation of the scheduler: the real core, records and engine against a simulated
 * store, Mesos, user code and operators, in one thread and in virtual time. docs/simulation.md says
 * what is simulated and how to replay a seed.
 */
@NullMarked
package io.ejc.sim;

import org.jspecify.annotations.NullMarked;
