package io.ejc.guide;

import io.ejc.api.ElasticJob;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import java.util.List;

/** The script job of the guide. */
@ElasticJob(
    name = "back-up",
    shardingTotalCount = 2,
    jobParameter = "${backup:/srv/data}",
    retries = 3,
    killGrace = "30s")
public final class BackUp implements ScriptJob {

  @Override
  public List<String> command(ShardingContext context) {
    String part = "part-" + context.getShardingItem();
    return List.of("tar", "-czf", part + ".tar.gz", "-C", context.getJobParameter(), part);
  }
}
