package com.example.jobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends invoices through a mail gateway that refuses the first connection: a retry helps. Retail
 * also has a customer without an address: no retry helps, and that item fails.
 *
 * <p>The template engine is old and leaks, so each attempt has a process of its own.
 */
@ElasticJob(
    name = FlakyInvoices.NAME,
    description = "Sends invoices through a mail gateway with moods",
    cron = "15/30 * * * * ?",
    shardingTotalCount = 2,
    shardingItemParameters = "0=wholesale,1=retail",
    isolation = Isolation.PROCESS,
    cpuCount = 0.3,
    memoryMB = 64,
    retries = 2,
    retryBackoff = "2s")
public final class FlakyInvoices implements SimpleJob {

  /** The job's name. */
  public static final String NAME = "flaky-invoices";

  private static final Logger log = LoggerFactory.getLogger(FlakyInvoices.class);

  /** For the executor. */
  public FlakyInvoices() {}

  @Override
  public void execute(ShardingContext context) throws IOException {
    if (context.getAttempt() == 1) {
      throw new IOException("mail gateway: 421 too many connections, try again later");
    }
    String customers = Objects.requireNonNull(context.getShardingParameter());
    if (customers.equals("retail")) {
      throw new IllegalStateException("customer C-1017 has no billing address");
    }
    log.info("{}: sent all invoices of {}", context.getTaskId(), customers);
  }
}
