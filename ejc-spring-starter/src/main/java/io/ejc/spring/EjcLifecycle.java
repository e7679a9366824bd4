package io.ejc.spring;

import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.spi.EjcApplication;
import io.ejc.api.spi.EjcProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * EJC as a part of the application context that starts last and stops first: jobs may need every
 * other bean, and no other bean needs jobs. May be started again after it was stopped.
 */
final class EjcLifecycle implements SmartLifecycle {

  private final Supplier<EjcApplication> application;
  private final Supplier<EjcProvider> provider;

  private @Nullable Ejc running;

  EjcLifecycle(Supplier<EjcApplication> application, Supplier<EjcProvider> provider) {
    this.application = application;
    this.provider = provider;
  }

  @Override
  public synchronized void start() {
    if (running == null) {
      running = provider.get().start(application.get());
    }
  }

  @Override
  public synchronized void stop() {
    Ejc ejc = running;
    if (ejc != null) {
      running = null;
      ejc.close();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  /** The running EJC; an {@link EjcException} says when to ask if there is none. */
  synchronized Ejc running() {
    if (running == null) {
      throw new EjcException(
          "ejc: not running (expected: started with the application context, after all other"
              + " beans); use it from an ApplicationRunner or later, not from a constructor or"
              + " @PostConstruct, and not after the context was stopped");
    }
    return running;
  }
}
