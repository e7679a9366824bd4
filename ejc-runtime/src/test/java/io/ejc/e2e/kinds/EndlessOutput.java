package io.ejc.e2e.kinds;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import java.util.List;

/** Writes more than the heap of its executor, and then on and on. */
@ElasticJob(
    name = "endless-output",
    jobParameter = "${kinds.directory}",
    isolation = Isolation.PROCESS,
    timeout = "3s",
    killGrace = "2s",
    cpuCount = 0.1,
    memoryMB = 32)
public final class EndlessOutput implements ScriptJob {

  @Override
  public List<String> command(ShardingContext context) {
    String line =
        "echo $$ > \"$JOB_PARAMETER/endless\"; head -c 100000000 /dev/zero | tr '\\0' x;"
            + " while true; do echo more; sleep 0.01; done";
    return List.of("sh", "-c", line);
  }
}
