package io.ejc.guide;

import io.ejc.api.ShardingContext;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs file jobs: each item takes its share of the files in the directory of the job parameter. */
public final class FileItems implements JobItemExecutor<FileJob> {

  @Override
  public Class<FileJob> getJobInterface() {
    return FileJob.class;
  }

  @Override
  public void process(FileJob job, ItemExecution item) throws IOException {
    ShardingContext context = item.context();
    for (Path file : share(context)) {
      if (context.isCancelled()) {
        return;
      }
      job.process(file);
      Files.delete(file);
    }
  }

  private static List<Path> share(ShardingContext context) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(context.getJobParameter()))) {
      return files.filter(file -> isMine(file, context)).sorted().toList();
    }
  }

  private static boolean isMine(Path file, ShardingContext context) {
    int hash = String.valueOf(file.getFileName()).hashCode();
    return Math.floorMod(hash, context.getShardingTotalCount()) == context.getShardingItem();
  }
}
