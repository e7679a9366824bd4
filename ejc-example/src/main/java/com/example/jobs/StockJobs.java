package com.example.jobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.JobParameter;
import io.ejc.api.ShardingContext;
import io.ejc.api.ShardingParameter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs around the stock, each a method. */
public class StockJobs {

  private static final Logger log = LoggerFactory.getLogger(StockJobs.class);

  /** What becomes of goods that nobody buys. */
  enum Leftover {
    REDUCE,
    GIVE_AWAY
  }

  /** For the executor. */
  public StockJobs() {}

  @ElasticJob(
      name = "count-stock",
      description = "Counts the goods, one warehouse an item",
      cron = "0/15 * * * * ?",
      shardingTotalCount = 2,
      shardingItemParameters = "0=17,1=4",
      cpuCount = 0.1,
      memoryMB = 16)
  void count(ShardingContext context, @ShardingParameter int warehouse) {
    log.info("{}: warehouse {} holds {} pieces", context.getTaskId(), warehouse, warehouse * 250);
  }

  @ElasticJob(
      name = "leftovers",
      description = "Finds a place for leftovers",
      cron = "0 0 20 * * ?",
      jobParameter = "GIVE_AWAY",
      cpuCount = 0.1,
      memoryMB = 16)
  static void leftovers(@JobParameter Leftover leftover) {
    log.info("leftovers: {}", leftover);
  }

  /** By hand: today's report, or that of the day with which the run is triggered. */
  @ElasticJob(name = "stock-report", cpuCount = 0.1, memoryMB = 16)
  static void report(ShardingContext context, @JobParameter @Nullable LocalDate day) {
    LocalDate today = context.getScheduledInstant().atZone(ZoneOffset.UTC).toLocalDate();
    log.info("stock of {}", day == null ? today : day);
  }
}
