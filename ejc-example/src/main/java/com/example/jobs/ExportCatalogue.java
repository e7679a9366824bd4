package com.example.jobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exports the catalogue in eight parts, each a file in the working directory of its executor. */
@ElasticJob(
    name = ExportCatalogue.NAME,
    description = "Exports the catalogue as CSV, an eighth of the products an item",
    cron = "5/30 * * * * ?",
    shardingTotalCount = 8,
    cpuCount = 0.2,
    memoryMB = 32)
public final class ExportCatalogue implements SimpleJob {

  /** The job's name. */
  public static final String NAME = "export-catalogue";

  private static final int PRODUCTS = 4_000;

  private static final Logger log = LoggerFactory.getLogger(ExportCatalogue.class);

  /** For the executor. */
  public ExportCatalogue() {}

  @Override
  public void execute(ShardingContext context) throws IOException {
    int item = context.getShardingItem();
    List<String> rows =
        IntStream.range(0, PRODUCTS)
            .filter(product -> product % context.getShardingTotalCount() == item)
            .mapToObj(product -> "P-" + product + ",\"Product " + product + "\"")
            .toList();
    Path file = Path.of("catalogue-" + item + ".csv").toAbsolutePath();
    Files.write(file, rows);
    log.info("{}: exported {} products to {}", context.getTaskId(), rows.size(), file);
  }
}
