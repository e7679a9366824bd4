package io.ejc.internal.execute;

import java.lang.System.Logger.Level;

/** Ends this JVM: the only class that does. */
final class JvmExit implements Exit {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long WORDS_MS = 500;

  @Override
  public void orderly() {
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
