package io.ejc.guide;

import io.ejc.api.ElasticJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

/** A job of the guide's own kind. */
@ElasticJob(
    name = "import-orders",
    shardingTotalCount = 2,
    jobParameter = "${orders:/var/spool/orders}",
    retries = 1,
    retryBackoff = "1s",
    retryOn = IOException.class,
    listeners = "STOPWATCH",
    errorHandler = "POSTBOX")
public final class ImportOrders implements FileJob {

  private static final Logger log = Logger.getLogger(ImportOrders.class.getName());

  @Override
  public void process(Path file) throws IOException {
    String order = Files.readString(file);
    if (order.isBlank()) {
      throw new IllegalStateException(file.getFileName() + " holds no order");
    }
    log.info(() -> "imported " + order);
  }
}
