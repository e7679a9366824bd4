package io.ejc.internal.core;

import io.ejc.internal.launch.ExecutorCommand;

/** What the raw wait status of an executor's process tells a person. */
final class ExecutorExit {

  private ExecutorExit() {}

  static String explain(int status) {
    int signal = status & 0x7f;
    if (signal != 0) {
      return "the executor was ended by signal " + signal;
    }
    int exit = (status >> 8) & 0xff;
    return switch (exit) {
      case ExecutorCommand.NO_JAVA ->
          "no usable java on the agent (exit status 127); install Java 17 or newer there, or set"
              + " ejc.executor.java to the path of its java";
      case ExecutorCommand.LAYER_CORRUPTED ->
          "a layer of the executor did not arrive as it was sent (exit status 65); see stderr in"
              + " its sandbox";
      case ExecutorCommand.NO_SHA256 ->
          "the agent has neither sha256sum nor shasum (exit status 69); install one of them";
      default -> "the executor ended with exit status " + exit + "; see stderr in its sandbox";
    };
  }
}
