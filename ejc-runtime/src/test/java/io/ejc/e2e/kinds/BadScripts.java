package io.ejc.e2e.kinds;

import io.ejc.api.ElasticJob;
import io.ejc.api.ScriptFailedException;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import java.util.List;

/** A program an item: one that fails, one that is not there, one that leaves another behind. */
@ElasticJob(
    name = "bad-scripts",
    shardingTotalCount = 3,
    jobParameter = "${kinds.directory}",
    retries = 3,
    failOn = ScriptFailedException.class,
    cpuCount = 0.1,
    memoryMB = 16)
public final class BadScripts implements ScriptJob {

  @Override
  public List<String> command(ShardingContext context) {
    return switch (context.getShardingItem()) {
      case 0 -> shell("echo out of $JOB_TASK_ID; echo err of $JOB_TASK_ID >&2; exit 3");
      case 1 -> List.of("no-such-program", "--version");
      default -> shell("sleep 1000 & echo $! > \"$JOB_PARAMETER/left-behind\"");
    };
  }

  private static List<String> shell(String line) {
    return List.of("sh", "-c", line);
  }
}
