package io.ejc.internal.execute;

/**
 * The thread of one attempt. Remembers whether its code has looked at the interrupt: a killed item
 * that returns without ever having noticed has done its whole work.
 */
final class ItemThread extends Thread {

  private volatile boolean sawInterrupt;

  ItemThread(ThreadGroup job, String name, Runnable work) {
    super(job, work, name);
    // user code's own threads inherit this; the process ends without asking them
    setDaemon(false);
  }

  @Override
  public boolean isInterrupted() {
    boolean interrupted = super.isInterrupted();
    if (interrupted && Thread.currentThread() == this) {
      sawInterrupt = true;
    }
    return interrupted;
  }

  /**
   * Whether code on this thread has seen an interrupt that was sent: asked for the flag, or took
   * it. On this thread only.
   */
  boolean noticedInterrupt() {
    return sawInterrupt || !super.isInterrupted();
  }
}
