package io.ejc.internal.execute;

import java.lang.System.Logger.Level;

/** Ends this JVM: the only class that does. */
final class JvmExit implements Exit {

  private static final System.Logger LOG = ExecutorLog.logger();

  @Override
  public void orderly() {
    LOG.log(Level.INFO, "executor ends");
    System.exit(ExitStatus.ORDERLY.code());
  }

  @Override
  public void halt(ExitStatus status, String why) {
    try {
      LOG.log(Level.WARNING, "executor halts with status {0}: {1}", status.code(), why);
      System.out.flush();
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(status.code());
    }
  }

  /** Ends the process before anything was started in it. */
  static void refuse(String why) {
    System.err.println(why);
    System.exit(ExitStatus.NO_AGENT.code());
  }
}
