package io.ejc.e2e.kinds;

import io.ejc.api.DataflowJob;
import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Removes files; the first attempt fails in the middle of the second chunk. */
@ElasticJob(
    name = "half-way",
    jobParameter = "${kinds.directory}/half-way",
    streaming = true,
    retries = 1,
    retryBackoff = "100ms",
    retryOn = IOException.class,
    cpuCount = 0.1,
    memoryMB = 16)
public final class HalfWay implements DataflowJob<Path> {

  private int removed;

  @Override
  public List<Path> fetchData(ShardingContext context) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(context.getJobParameter()))) {
      return files.sorted().limit(2).toList();
    }
  }

  @Override
  public void processData(ShardingContext context, List<Path> files) throws IOException {
    for (Path file : files) {
      if (context.getAttempt() == 1 && removed == 3) {
        throw new IOException("the connection was lost at " + file.getFileName());
      }
      Files.delete(file);
      removed++;
    }
  }
}
