package io.ejc.runtime;

import io.ejc.api.Ejc;
import io.ejc.api.spi.EjcApplication;
import io.ejc.api.spi.EjcProvider;

/** The runtime that {@link io.ejc.api.Ejc#run} finds on the class path. */
public final class EmbeddedRuntime implements EjcProvider {

  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedRuntime() {}

  @Override
  public Ejc start(EjcApplication application) {
    return new HostStart(application).start();
  }
}
