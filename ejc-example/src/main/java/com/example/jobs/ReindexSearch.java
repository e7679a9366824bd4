package com.example.jobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the search index, by hand only. Takes its time, and stops between pages when told. */
@ElasticJob(
    name = ReindexSearch.NAME,
    description = "Rebuilds the search index",
    shardingTotalCount = 2,
    shardingItemParameters = "0=products,1=articles",
    cpuCount = 0.2,
    memoryMB = 32)
public final class ReindexSearch implements SimpleJob {

  /** The job's name. */
  public static final String NAME = "reindex-search";

  private static final int PAGES = 40;

  private static final Logger log = LoggerFactory.getLogger(ReindexSearch.class);

  private final SearchIndex index = new SearchIndex();

  /** For the executor. */
  public ReindexSearch() {}

  @Override
  public void execute(ShardingContext context) throws ExecutionException, InterruptedException {
    String content = String.valueOf(context.getShardingParameter());
    for (int page = 0; page < PAGES; page++) {
      if (context.isCancelled()) {
        log.info("{}: stopped before page {} of {}", context.getTaskId(), page, content);
        return;
      }
      // a kill interrupts this wait, and leaving by the exception is as good as the check above
      int documents = index.add(content, page).get();
      log.debug("{}: page {} of {}, {} documents", context.getTaskId(), page, content, documents);
    }
    log.info("{}: indexed {} pages of {}", context.getTaskId(), PAGES, content);
  }
}
