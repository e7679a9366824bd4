package io.ejc.internal.execute;

import io.ejc.api.ParameterException;
import io.ejc.api.ShardingContext;
import io.ejc.api.spi.JobErrorHandler;
import io.ejc.internal.model.Handling;
import java.lang.System.Logger.Level;
import java.util.List;

/** What is done about exceptions of user code. The attempt has failed, whatever is done. */
final class Failures {

  private static final System.Logger LOG = ExecutorLog.logger();

  private Failures() {}

  /**
   * Whether such a failure is not retried: the job says so, or the next attempt would get it too.
   */
  static boolean forGood(Handling handling, Throwable thrown) {
    if (thrown instanceof ParameterException) {
      return true;
    }
    boolean named = handling.retryOn().isEmpty() || isAny(handling.retryOn(), thrown);
    return !named || isAny(handling.failOn(), thrown);
  }

  /** By name: a class that cannot be found here is not what was thrown here. */
  private static boolean isAny(List<String> classes, Throwable thrown) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (classes.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }

  /** An attempt that failed, and the Mesos task in whose name it ran. */
  record Failed(String taskId, ShardingContext context, Throwable thrown) {}

  static void handle(Extensions extensions, Handling handling, Failed failed) {
    switch (handling.errorHandler()) {
      case Handling.IGNORE -> LOG.log(Level.DEBUG, "task {0} failed", failed.taskId());
      case Handling.THROW -> uncaught(failed);
      case Handling.LOG -> log(failed);
      default -> custom(extensions, handling.errorHandler(), failed);
    }
  }

  static void log(Failed failed) {
    try {
      LOG.log(Level.ERROR, "task " + failed.taskId() + " failed", failed.thrown());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "task {0} failed; its stack trace cannot be printed", failed.taskId());
    }
  }

  /** As if the exception had left its thread. */
  private static void uncaught(Failed failed) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failed.thrown());
    } catch (RuntimeException | Error e) {
      LOG.log(
          Level.WARNING,
          "task " + failed.taskId() + ": the handler of uncaught exceptions failed",
          e);
    }
  }

  private static void custom(Extensions extensions, String type, Failed failed) {
    try {
      JobErrorHandler handler = extensions.errorHandler(type);
      if (handler == null) {
        throw new IllegalStateException(
            "errorHandler: " + type + " (expected: the type of a JobErrorHandler service)");
      }
      handler.handleException(failed.context(), failed.thrown());
    } catch (Throwable e) {
      log(failed);
      LOG.log(Level.WARNING, "task " + failed.taskId() + ": error handler " + type + " failed", e);
    }
  }
}
