package io.ejc.internal.execute;

import io.ejc.api.ScriptFailedException;
import io.ejc.api.ScriptJob;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Script jobs: a child process of this JVM, which waits for it and keeps what it prints. */
final class ScriptItems implements JobItemExecutor<ScriptJob> {

  private static final System.Logger LOG = ExecutorLog.logger();

  /** A secret of this executor and its agent. */
  private static final String AGENT_TOKEN = "MESOS_EXECUTOR_AUTHENTICATION_TOKEN";

  private static final int SIGNALLED = 128;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  @Override
  public Class<ScriptJob> getJobInterface() {
    return ScriptJob.class;
  }

  @Override
  public void process(ScriptJob job, ItemExecution item) throws Exception {
    List<String> command = List.copyOf(job.command(item.context()));
    if (command.isEmpty()) {
      throw new ScriptFailedException(
          ScriptFailedException.NOT_STARTED,
          "command: empty (expected: a program and its arguments)");
    }
    ProcessMark mark = ProcessMark.next();
    ProcessBuilder builder = program(command, job.environment(item.context()), item, mark);
    ChildOutput output = ChildOutput.prepare(builder);
    Process process = start(builder, item);
    output.follow(process);
    int status;
    try {
      status = process.waitFor();
    } catch (InterruptedException e) {
      end(process, mark, item);
      throw e;
    } finally {
      mark.kill(process.toHandle());
      output.complete();
    }
    if (status != 0) {
      throw new ScriptFailedException(
          status, command.get(0) + ": exited with status " + status + meaning(status));
    }
  }

  private static ProcessBuilder program(
      List<String> command, Map<String, String> more, ItemExecution item, ProcessMark mark) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.remove(AGENT_TOKEN);
    environment.putAll(item.environment());
    environment.putAll(more);
    mark.put(environment);
    return builder;
  }

  private static Process start(ProcessBuilder builder, ItemExecution item)
      throws ScriptFailedException {
    String program = builder.command().get(0);
    try {
      Process process = builder.start();
      LOG.log(
          Level.INFO,
          "task {0} runs {1} as process {2}",
          item.context().getTaskId(),
          program,
          Long.toString(process.pid()));
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw notStarted(program, e);
    }
  }

  private static ScriptFailedException notStarted(String program, IOException problem) {
    ScriptFailedException failed =
        new ScriptFailedException(
            ScriptFailedException.NOT_STARTED,
            program
                + ": cannot be run (expected: a program on this agent that its user may execute,"
                + " with its path or in PATH); the system says: "
                + problem.getMessage());
    failed.initCause(problem);
    return failed;
  }

  /** Asks all of it to end; what has not when the grace is nearly over is killed by the caller. */
  private static void end(Process process, ProcessMark mark, ItemExecution item) {
    LOG.log(
        Level.INFO,
        "task {0} sends SIGTERM to process {1}",
        item.context().getTaskId(),
        Long.toString(process.pid()));
    long asked = System.nanoTime();
    mark.terminate(process.toHandle());
    awaitEnd(process, asked, item);
    mark.kill(process.toHandle());
    process.onExit().join();
  }

  /** The rest of the grace is for the kill and the report. */
  private static Duration share(Duration grace) {
    return grace.multipliedBy(4).dividedBy(5);
  }

  /** A further interrupt may leave it less time. */
  private static void awaitEnd(Process process, long asked, ItemExecution item) {
    boolean waiting = true;
    while (waiting) {
      long left = asked + share(item.killGrace()).toNanos() - System.nanoTime();
      try {
        Process unused = process.onExit().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        waiting = false;
      } catch (TimeoutException e) {
        waiting = false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the end of a process is never an exception", e);
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "task {0} is asked to end once more", item.context().getTaskId());
      }
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case NOT_EXECUTABLE -> " (of a shell: what it was to run may not be executed)";
      case NOT_FOUND -> " (of a shell: what it was to run was not found)";
      default -> {
        boolean signal = status > SIGNALLED && status < 2 * SIGNALLED;
        yield signal ? " (as of signal " + (status - SIGNALLED) + ")" : "";
      }
    };
  }
}
