package io.ejc.api;

import java.time.Duration;

/**
 * How long it took from the launch of an attempt to its user code, where its executor had to be
 * started for it: each phase from the end of the one before.
 *
 * @param launch until the executor's process began: the way through master and agent, and what the
 *     agent fetches. From the host's clock to the agent's, so no more exact than they are
 * @param jvm until code of the executor ran
 * @param agent until the executor had subscribed to its agent
 * @param application until the application's code was there, verified, and its job factory started
 * @param item until user code was called
 */
public record StartUpView(
    Duration launch, Duration jvm, Duration agent, Duration application, Duration item) {

  /** The whole. */
  public Duration total() {
    return launch.plus(jvm).plus(agent).plus(application).plus(item);
  }
}
