package io.ejc.guide;

import io.ejc.api.DataflowJob;
import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The dataflow job of the guide. */
@ElasticJob(
    name = "send-outbox",
    shardingTotalCount = 2,
    jobParameter = "${outbox:/var/spool/outbox}",
    streaming = true)
public final class SendOutbox implements DataflowJob<Path> {

  @Override
  public List<Path> fetchData(ShardingContext context) throws IOException {
    try (Stream<Path> letters = Files.list(folder(context, "new"))) {
      return letters.sorted().limit(10).toList();
    }
  }

  @Override
  public void processData(ShardingContext context, List<Path> letters) throws IOException {
    for (Path letter : letters) {
      // what was processed must not be fetched again
      Files.move(letter, folder(context, "sent").resolve(letter.getFileName()));
    }
  }

  private static Path folder(ShardingContext context, String name) {
    return Path.of(context.getJobParameter(), "" + context.getShardingItem(), name);
  }
}
