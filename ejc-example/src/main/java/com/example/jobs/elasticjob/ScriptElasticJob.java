package com.example.jobs.elasticjob;

import io.ejc.api.ElasticJob;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs a script of the application. It travels in the bundle, so it need not be on the agents; as
 * with ElasticJob its argument is the context as JSON.
 */
@ElasticJob(
    name = "scriptElasticJob",
    cron = "25/30 * * * * ?",
    shardingTotalCount = 3,
    shardingItemParameters = "0=Beijing,1=Shanghai,2=Guangzhou",
    cpuCount = 0.1,
    memoryMB = 16)
public final class ScriptElasticJob implements ScriptJob {

  private static final String SCRIPT = "/script/demo.sh";

  /** For the executor. */
  public ScriptElasticJob() {}

  @Override
  public List<String> command(ShardingContext context) throws IOException {
    try (InputStream script = ScriptElasticJob.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new FileNotFoundException(SCRIPT + " is not in the bundle");
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return List.of("sh", "-c", text, SCRIPT, context.toJson());
    }
  }
}
