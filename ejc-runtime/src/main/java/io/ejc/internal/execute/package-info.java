/**
 * The process on the agent: subscribes to its agent, verifies and loads the application, runs
 * attempts, and says what became of them. Read {@link io.ejc.internal.execute.ExecutorMain}, then
 * {@code AgentSession}, {@code TaskRunner}, {@code RunningItem}.
 *
 * <p>Runs on another machine than the scheduler, with a class path of its own: the API, this
 * runtime, the Mesos messages and Jackson, and nothing else.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.execute;

import org.jspecify.annotations.NullMarked;
