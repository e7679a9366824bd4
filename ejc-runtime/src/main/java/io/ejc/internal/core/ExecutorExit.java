package io.ejc.internal.core;

import io.ejc.internal.launch.ExecutorCommand;

/** What the raw wait status of an executor's process tells a person. */
public final class ExecutorExit {

  /** What the executor's own process documents; it runs on another machine and is not imported. */
  private static final int STUCK = 13;

  private static final int OUT_OF_MEMORY = 14;

  private static final int LEASE_OVER = 17;

  private static final int USER_EXIT = 18;

  /** In place of a status, where a container could not even be prepared. */
  private static final int NEVER_BEGAN = -1;

  private ExecutorExit() {}

  /** The end of a process in words, with the next step where there is one. */
  public static String explain(int status) {
    if (status == NEVER_BEGAN) {
      return "its process never began; the agent's log says more";
    }
    int signal = status & 0x7f;
    if (signal != 0) {
      return "the executor was ended by signal " + signal;
    }
    int exit = (status >> 8) & 0xff;
    return switch (exit) {
      case ExecutorCommand.NO_JAVA ->
          "no usable java on the agent (exit status 127); install Java 17 or newer there, or set"
              + " ejc.executor.java to the path of its java";
      case ExecutorCommand.NO_LAYER ->
          "no host gave the agent a layer of the executor as it was sent (exit status 65); see stderr"
              + " in its sandbox, and whether the agent reaches the hosts (ejc.advertise.address,"
              + " ejc.serve.port)";
      case ExecutorCommand.NO_BOOT ->
          "the agent has no base64, or its disk is full (exit status 69); see stderr in the"
              + " executor's sandbox";
      case OUT_OF_MEMORY ->
          "the executor ran out of memory (exit status 14); raise ejc.executor.heapMB, or memoryMB"
              + " of a job with isolation PROCESS";
      case STUCK ->
          "a killed item did not end and held its executor up (exit status 13); let it look at"
              + " isCancelled()";
      case LEASE_OVER ->
          "its lease ran out, nobody answered it (exit status 17); see lease of the job";
      case USER_EXIT ->
          "user code ended its JVM (exit status 18); let it return or throw instead of calling"
              + " System.exit";
      default -> "the executor ended with exit status " + exit + "; see stderr in its sandbox";
    };
  }
}
