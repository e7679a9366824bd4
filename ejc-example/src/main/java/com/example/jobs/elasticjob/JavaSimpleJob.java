package com.example.jobs.elasticjob;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.util.List;

/** Does ten things of its city in each run. */
@ElasticJob(
    name = "javaSimpleJob",
    cron = "10/30 * * * * ?",
    shardingTotalCount = 3,
    shardingItemParameters = "0=Beijing,1=Shanghai,2=Guangzhou",
    cpuCount = 0.1,
    memoryMB = 16)
public class JavaSimpleJob implements SimpleJob {

  private final TodoList todos = TodoList.get();

  /** For the executor. */
  public JavaSimpleJob() {}

  @Override
  public void execute(final ShardingContext shardingContext) {
    System.out.printf(
        "Item: %s | Thread: %s | %s%n",
        shardingContext.getShardingItem(), Thread.currentThread().getName(), "SIMPLE");
    List<Todo> data = todos.find(shardingContext.getShardingParameter(), 10);
    for (Todo each : data) {
      todos.setCompleted(each.id());
    }
  }
}
