package com.example.jobs.elasticjob;

import io.ejc.api.DataflowJob;
import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import java.util.List;

/** Does all things of its city, ten at a time. */
@ElasticJob(
    name = "javaDataflowElasticJob",
    cron = "20/30 * * * * ?",
    shardingTotalCount = 3,
    shardingItemParameters = "0=Beijing,1=Shanghai,2=Guangzhou",
    streaming = true,
    cpuCount = 0.1,
    memoryMB = 16)
public class JavaDataflowJob implements DataflowJob<Todo> {

  private final TodoList todos = TodoList.get();

  /** For the executor. */
  public JavaDataflowJob() {}

  @Override
  public List<Todo> fetchData(final ShardingContext shardingContext) {
    System.out.printf(
        "Item: %s | Thread: %s | %s%n",
        shardingContext.getShardingItem(), Thread.currentThread().getName(), "DATAFLOW FETCH");
    return todos.find(shardingContext.getShardingParameter(), 10);
  }

  @Override
  public void processData(final ShardingContext shardingContext, final List<Todo> data) {
    System.out.printf(
        "Item: %s | Thread: %s | %s%n",
        shardingContext.getShardingItem(), Thread.currentThread().getName(), "DATAFLOW PROCESS");
    for (Todo each : data) {
      todos.setCompleted(each.id());
    }
  }
}
