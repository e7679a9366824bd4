package io.ejc.internal.execute.agentjobs;

import io.ejc.api.spi.JobFactory;

/** A second factory, which is one too many. */
public final class OtherFactory implements JobFactory {

  @Override
  public <T> T create(Class<T> jobClass) {
    throw new IllegalStateException("never asked");
  }

  @Override
  public void close() {}
}
