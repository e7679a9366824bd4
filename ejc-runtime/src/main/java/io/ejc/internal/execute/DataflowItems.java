package io.ejc.internal.execute;

import io.ejc.api.DataflowJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dataflow jobs: fetch and process, once or until a fetch is empty; a kill ends it in between. */
final class DataflowItems implements JobItemExecutor<DataflowJob<?>> {

  @Override
  public Class<? super DataflowJob<?>> getJobInterface() {
    return DataflowJob.class;
  }

  @Override
  public void process(DataflowJob<?> job, ItemExecution item) throws Exception {
    boolean more = true;
    while (more) {
      more = chunk(job, item.context()) && item.streaming() && !item.context().isCancelled();
    }
  }

  /** Whether there was something to process. */
  private static <T> boolean chunk(DataflowJob<T> job, ShardingContext context) throws Exception {
    @Nullable List<T> data = job.fetchData(context);
    if (data == null || data.isEmpty() || context.isCancelled()) {
      return false;
    }
    job.processData(context, data);
    return true;
  }
}
