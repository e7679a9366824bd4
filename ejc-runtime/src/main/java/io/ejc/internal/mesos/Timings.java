package io.ejc.internal.mesos;

import java.time.Duration;

/**
 * How long the adapter waits.
 *
 * @param connect for a connection
 * @param answer for the answer to a call, and for the first record of a stream
 * @param silence at least, on a stream, before it counts as dead; otherwise three heartbeats
 * @param drain for the calls in hand when the connection is closed
 */
record Timings(Duration connect, Duration answer, Duration silence, Duration drain) {

  /** For real masters: a busy one may think for seconds, a healthy one never for half a minute. */
  static final Timings USUAL =
      new Timings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  /** How long a stream with this heartbeat may be silent. */
  Duration patience(Duration heartbeat) {
    Duration three = heartbeat.multipliedBy(3);
    return three.compareTo(silence) > 0 ? three : silence;
  }
}
