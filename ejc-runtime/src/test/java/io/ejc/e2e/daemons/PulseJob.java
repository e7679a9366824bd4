package io.ejc.e2e.daemons;

import io.ejc.api.ElasticJob;
import io.ejc.api.ExecutionType;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a line at each firing: {@code word attempt-id process due}; one firing in five throws. */
@ElasticJob(
    name = "pulse",
    cron = "* * * * * ?",
    executionType = ExecutionType.DAEMON,
    shardingItemParameters = "0=${pulse.word:first}",
    jobParameter = "${pulse.file}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class PulseJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    String line =
        context.getShardingParameter()
            + " "
            + context.getTaskId()
            + " "
            + ProcessHandle.current().pid()
            + " "
            + context.getScheduledInstant()
            + "\n";
    Files.writeString(
        Path.of(context.getJobParameter()),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    if (context.getScheduledInstant().getEpochSecond() % 5 == 0) {
      throw new IOException("every fifth fails");
    }
  }
}
