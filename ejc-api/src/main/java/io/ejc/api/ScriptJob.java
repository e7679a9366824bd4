package io.ejc.api;

import java.util.List;
import java.util.Map;

/**
 * A job whose work is a program on the agent: the class says which, and the program runs as a child
 * process of the executor. For work that needs no Java on the agent at all see {@link ShellJob}.
 *
 * <p>Exit status 0 means the item succeeded; any other fails it with a {@link
 * ScriptFailedException}, and so does a program that does not exist. The program works in the
 * sandbox and writes to the sandbox's {@code stdout} and {@code stderr}; its standard input is
 * empty. It finds the context in its environment: {@code JOB_NAME}, {@code JOB_RUN_ID}, {@code
 * JOB_TASK_ID}, {@code JOB_SHARDING_TOTAL_COUNT}, {@code JOB_SHARDING_ITEM}, {@code
 * JOB_SHARDING_PARAMETER} (only if there is one), {@code JOB_PARAMETER}, {@code
 * JOB_SCHEDULED_INSTANT}, {@code JOB_ATTEMPT}, {@code JOB_FENCING_TOKEN}, {@code JOB_PORTS} (with
 * commas), and all of it as JSON in {@code JOB_CONTEXT}.
 *
 * <p>When the item is killed, the program and all processes that it has started get SIGTERM, and
 * what has not ended shortly before {@link ElasticJob#killGrace()} is over gets SIGKILL. What the
 * program leaves behind when it ends is killed too.
 */
public interface ScriptJob {

  /**
   * Says what is run. No shell is between: for one, return {@code List.of("sh", "-c", line)}.
   *
   * @param context which item this is, never null
   * @return the program, found as the agent's shell would, and its arguments; not empty
   * @throws Exception whatever made the item fail
   */
  List<String> command(ShardingContext context) throws Exception;

  /**
   * More variables for the program's environment, besides the executor's and the context's; they
   * win over both. Default: none.
   *
   * @param context which item this is, never null
   * @return names and values
   * @throws Exception whatever made the item fail
   */
  default Map<String, String> environment(ShardingContext context) throws Exception {
    return Map.of();
  }
}
