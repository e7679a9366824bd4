package io.ejc.internal.mesos;

import java.util.Map;
import java.util.Set;

/**
 * What the statuses of a master mean for this framework, and what to do about them (Mesos v1
 * scheduler API, and the proxies that stand before masters). The table in the guide says the same.
 */
final class Statuses {

  /** Too many requests: the same call may be sent again, because it had no effect. */
  static final int SLOW_DOWN = 429;

  private static final String PASSES = "this passes by itself as a rule; EJC subscribes again";
  private static final String BETWEEN = "is there a proxy between that changes requests? ";

  /** Those that no repetition makes better: with them nothing is started. */
  private static final Set<Integer> HOPELESS = Set.of(401, 403, 404, 405, 406, 411, 413, 415);

  private static final Map<Integer, String> BOTH =
      Map.of(
          401,
          "it wants credentials that it knows: set ejc.mesos.principal and ejc.mesos.secretFile (or"
              + " ejc.mesos.secret) to a pair of its --credentials",
          404,
          "this is no Mesos master, or a proxy before it; ejc.mesos.master must name one",
          405,
          BETWEEN + "the scheduler API takes POST",
          406,
          BETWEEN + "the header Accept must arrive as application/x-protobuf",
          409,
          "another session of this framework is in its way; EJC subscribes again",
          411,
          BETWEEN + "the header Content-Length must arrive",
          413,
          "a proxy between limits the size of requests, a master does not: raise its limit",
          415,
          BETWEEN
              + "the header Content-Type must arrive as application/x-protobuf, with nothing"
              + " after it",
          SLOW_DOWN,
          "it is asked too often; EJC waits longer each time",
          503,
          PASSES);

  private static final Map<Integer, String> SUBSCRIBE =
      Map.of(
          400,
          "it refuses this framework: correct what its answer names",
          403,
          "it does not allow this framework: ask its operator to permit principal, user and role");

  private static final Map<Integer, String> CALL =
      Map.of(
          307,
          "it leads no more; EJC subscribes at the new leader",
          400,
          "it refuses the call or knows this session no more; EJC subscribes again",
          403,
          "for it this framework is not subscribed; EJC subscribes again");

  private Statuses() {}

  /** Whether an answer to the first question of a process means that it cannot start. */
  static boolean hopeless(int status) {
    return HOPELESS.contains(status);
  }

  /** What to do when a SUBSCRIBE was answered so. */
  static String afterSubscribe(int status) {
    String own = SUBSCRIBE.getOrDefault(status, BOTH.getOrDefault(status, ""));
    if (!own.isEmpty()) {
      return own;
    }
    if (status >= 500) {
      return "see the master's log; EJC subscribes again";
    }
    return status / 100 == 3
        ? "only 307 and 308 keep a POST; name the address that it points to in ejc.mesos.master"
        : "is this a Mesos master? ejc.mesos.master must name one";
  }

  /** What to do when another call was answered so. */
  static String afterCall(int status) {
    String own = CALL.getOrDefault(status, BOTH.getOrDefault(status, ""));
    return own.isEmpty() ? "see the master's log; EJC subscribes again" : own;
  }
}
