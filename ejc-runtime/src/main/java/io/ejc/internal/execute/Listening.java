package io.ejc.internal.execute;

import io.ejc.api.ShardingContext;
import io.ejc.api.spi.ItemListener;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listeners of one attempt: those that were told of its begin are told of its end. */
final class Listening {

  private static final System.Logger LOG = ExecutorLog.logger();

  private final String taskId;
  private final ShardingContext context;
  private final Deque<ItemListener> begun = new ArrayDeque<>();

  Listening(String taskId, ShardingContext context) {
    this.taskId = taskId;
    this.context = context;
  }

  /**
   * Tells them in their order; one that throws fails the attempt, and those after it never know.
   */
  void before(List<ItemListener> listeners) throws Exception {
    for (ItemListener listener : listeners) {
      listener.beforeItem(context);
      begun.push(listener);
    }
  }

  /** Tells them in the opposite order; what one throws is logged. */
  void after(@Nullable Throwable failure) {
    for (ItemListener listener : begun) {
      try {
        listener.afterItem(context, failure);
      } catch (Throwable e) {
        LOG.log(
            Level.WARNING, "task " + taskId + ": listener " + listener.getType() + " failed", e);
      }
    }
  }
}
