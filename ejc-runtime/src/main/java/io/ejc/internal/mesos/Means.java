package io.ejc.internal.mesos;

import io.ejc.internal.engine.Inbox;
import io.ejc.internal.wire.FrameworkSettings;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all sessions of a connection share.
 *
 * @param masters knows whom to ask
 * @param settings what they are told of the framework
 * @param inbox where events go
 * @param http the way to them
 * @param timer for the silence of streams
 * @param timings how long to wait
 */
record Means(
    Masters masters,
    FrameworkSettings settings,
    Inbox inbox,
    MasterHttp http,
    ScheduledExecutorService timer,
    Timings timings) {

  /** How the names of all threads begin. */
  static String threadPrefix(FrameworkSettings settings) {
    return "ejc[" + settings.name() + "]-mesos";
  }
}
