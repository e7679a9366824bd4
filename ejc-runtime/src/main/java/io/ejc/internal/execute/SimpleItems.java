package io.ejc.internal.execute;

import io.ejc.api.SimpleJob;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;

/** Simple jobs: one call is the whole work. */
final class SimpleItems implements JobItemExecutor<SimpleJob> {

  @Override
  public Class<SimpleJob> getJobInterface() {
    return SimpleJob.class;
  }

  @Override
  public void process(SimpleJob job, ItemExecution item) throws Exception {
    job.execute(item.context());
  }
}
