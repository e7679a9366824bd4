package io.ejc.guide;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The simple job of the guide. */
@ElasticJob(
    name = "count-words",
    shardingTotalCount = 2,
    shardingItemParameters = "0=poems,1=novels",
    jobParameter = "${library:/srv/library}",
    timeout = "10m")
public final class CountWords implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    Path shelf = Path.of(context.getJobParameter(), context.getShardingParameter());
    long words = 0;
    try (Stream<Path> books = Files.list(shelf)) {
      for (Path book : (Iterable<Path>) books.filter(file -> endsWith(file, ".txt"))::iterator) {
        if (context.isCancelled()) {
          return;
        }
        words += Files.readString(book).split("\\s+").length;
      }
    }
    Files.writeString(shelf.resolve("words.count"), Long.toString(words));
  }

  private static boolean endsWith(Path file, String suffix) {
    return file.toString().endsWith(suffix);
  }
}
