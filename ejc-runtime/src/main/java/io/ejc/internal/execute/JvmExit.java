package io.ejc.internal.execute;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Ends this JVM: the only class that does. */
final class JvmExit implements Exit {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long WORDS_MS = 500;

  private volatile boolean begun;

  /**
   * Asks, when the JVM ends and this class has not ended it, whether the process is about to be
   * halted; the JVM's own end then waits for that.
   */
  void watch(BooleanSupplier isHalted) {
    Thread hook =
        new Thread(
            () -> {
              if (!begun && isHalted.getAsBoolean()) {
                awaitHalt();
              }
            },
            "ejc-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void awaitHalt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void orderly() {
    begun = true;
    LOG.log(Level.INFO, "executor ends");
    System.exit(ExitStatus.ORDERLY.code());
  }

  @Override
  public void halt(ExitStatus status, String why) {
    try {
      Thread words = new Thread(() -> lastWords(status, why), "ejc-last-words");
      words.setDaemon(true);
      words.start();
      words.join(WORDS_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      haltWithChildren(status);
    }
  }

  /** Programs that jobs have started are no more allowed to go on than their threads. */
  private static void haltWithChildren(ExitStatus status) {
    try {
      ProcessMark.killAll();
    } finally {
      Runtime.getRuntime().halt(status.code());
    }
  }

  /** User code may hold the locks of its streams for ever: the end does not wait for that. */
  private static void lastWords(ExitStatus status, String why) {
    LOG.log(Level.WARNING, "executor halts with status {0}: {1}", status.code(), why);
    System.out.flush();
    System.err.flush();
  }

  /** Ends the process before anything was started in it. */
  static void refuse(String why) {
    System.err.println(why);
    System.exit(ExitStatus.NO_AGENT.code());
  }
}
