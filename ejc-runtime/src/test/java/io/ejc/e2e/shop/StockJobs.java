package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.JobParameter;
import io.ejc.api.ShardingContext;
import io.ejc.api.ShardingItem;
import io.ejc.api.ShardingParameter;

/** Jobs that are methods; what they say has the name of the class that called them. */
public class StockJobs {

  @ElasticJob(
      name = "count-stock",
      shardingTotalCount = 2,
      shardingItemParameters = "0=17,1=4",
      jobParameter = "${shop.journal}",
      cpuCount = 0.1,
      memoryMB = 16)
  void count(
      ShardingContext context,
      @ShardingItem int item,
      @ShardingParameter long shelf,
      @JobParameter String journal) {
    String caller =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst().orElseThrow())
            .getClassName();
    Journal.write(
        context,
        "counted shelf=" + shelf + " index=" + item + " to=" + journal + " caller=" + caller);
  }
}
