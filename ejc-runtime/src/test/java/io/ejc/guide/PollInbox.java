package io.ejc.guide;

import io.ejc.api.ElasticJob;
import io.ejc.api.ExecutionType;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The daemon job of the guide. */
@ElasticJob(
    name = "poll-inbox",
    cron = "0/2 * * * * ?",
    executionType = ExecutionType.DAEMON,
    jobParameter = "${inbox:/var/spool/inbox}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class PollInbox implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    for (Path letter : waiting(Path.of(context.getJobParameter()))) {
      Files.delete(letter);
    }
  }

  private static List<Path> waiting(Path inbox) throws IOException {
    try (Stream<Path> letters = Files.list(inbox)) {
      return letters.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
