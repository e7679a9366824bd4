package io.ejc.guide;

import io.ejc.api.ShardingContext;
import io.ejc.api.spi.ItemListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The listener of the guide. */
public final class Stopwatch implements ItemListener {

  private static final Logger log = Logger.getLogger(Stopwatch.class.getName());

  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  @Override
  public String getType() {
    return "STOPWATCH";
  }

  @Override
  public void beforeItem(ShardingContext context) {
    begun.put(context.getTaskId(), System.nanoTime());
  }

  @Override
  public void afterItem(ShardingContext context, @Nullable Throwable failure) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun.remove(context.getTaskId()));
    log.info(() -> context.getTaskId() + (failure == null ? " took " : " failed after ") + took);
  }
}
