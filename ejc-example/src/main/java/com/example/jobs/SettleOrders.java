package com.example.jobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.math.BigDecimal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles what was paid since the last run, one city an item. */
@ElasticJob(
    name = SettleOrders.NAME,
    description = "Settles paid orders, city by city",
    cron = "0/10 * * * * ?",
    timeZone = "Asia/Shanghai",
    shardingTotalCount = 3,
    shardingItemParameters = "0=Beijing,1=Shanghai,2=Guangzhou",
    cpuCount = 0.2,
    memoryMB = 32)
public final class SettleOrders implements SimpleJob {

  /** The job's name. */
  public static final String NAME = "settle-orders";

  private static final Logger log = LoggerFactory.getLogger(SettleOrders.class);

  private final Orders orders = new Orders();

  /** For the executor. */
  public SettleOrders() {}

  @Override
  public void execute(ShardingContext context) {
    String city = context.getShardingParameter();
    List<Orders.Order> paid = orders.paid(city, context.getScheduledInstant());
    BigDecimal total =
        paid.stream().map(Orders.Order::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    log.info("{}: settled {} orders of {}, {} CNY", context.getTaskId(), paid.size(), city, total);
  }
}
