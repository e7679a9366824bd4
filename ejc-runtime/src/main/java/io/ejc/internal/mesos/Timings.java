package io.ejc.internal.mesos;

import java.time.Duration;

/**
 * How long the adapter waits.
 *
 * @param connect for a connection
 * @param answer for the answer to a call, and for the first record of a stream
 * @param silence at least, on a stream, before it counts as dead; otherwise five heartbeats
 * @param drain for the calls in hand when the connection is closed
 * @param nobody before it is told that no master leads
 */
record Timings(
    Duration connect, Duration answer, Duration silence, Duration drain, Duration nobody) {

  /** So many missed ones mean a dead stream (Mesos, "Network partitions", advises five). */
  private static final int HEARTBEATS = 5;

  /** For real masters: a busy one may think for seconds, a healthy one never for half a minute. */
  static final Timings USUAL =
      new Timings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));

  /** How long a stream with this heartbeat may be silent. */
  Duration patience(Duration heartbeat) {
    Duration five = heartbeat.multipliedBy(HEARTBEATS);
    return five.compareTo(silence) > 0 ? five : silence;
  }
}
