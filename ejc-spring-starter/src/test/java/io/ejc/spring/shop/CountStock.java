package io.ejc.spring.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Succeeds in the warehouse that it is told, and nowhere else. */
@ElasticJob(
    name = "count-stock",
    shardingTotalCount = 2,
    shardingItemParameters = "0=north,1=south",
    jobParameter = "${shop.warehouses}")
public final class CountStock implements SimpleJob {

  /** For the executor. */
  public CountStock() {}

  @Override
  public void execute(ShardingContext context) {
    String warehouse = context.getShardingParameter();
    if (!context.getJobParameter().contains(warehouse)) {
      throw new IllegalStateException("no warehouse " + warehouse);
    }
  }
}
