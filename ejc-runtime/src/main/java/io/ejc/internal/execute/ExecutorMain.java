package io.ejc.internal.execute;

import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.wire.ExecutorCalls;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The executor: the process that an agent starts, in which the application's jobs run. Exit
 * statuses:
 *
 * <table>
 * <caption>Exit statuses</caption>
 * <tr><td>0</td><td>ended in order</td></tr>
 * <tr><td>2</td><td>not started by a Mesos agent</td></tr>
 * <tr><td>10</td><td>the agent's stream was lost for good</td></tr>
 * <tr><td>11</td><td>the agent does not want this executor</td></tr>
 * <tr><td>12</td><td>the only attempt did not end within its grace after a kill</td></tr>
 * <tr><td>13</td><td>a killed attempt was stuck in a shared executor</td></tr>
 * <tr><td>14</td><td>user code met an OutOfMemoryError</td></tr>
 * <tr><td>15</td><td>user code did not end in time after SHUTDOWN</td></tr>
 * <tr><td>16</td><td>a fault of EJC itself</td></tr>
 * <tr><td>17</td><td>the lease of an exclusive attempt ran out</td></tr>
 * <tr><td>18</td><td>user code ended the JVM</td></tr>
 * </table>
 */
public final class ExecutorMain {

  /** The clock of this process. */
  static final InstantSource CLOCK = InstantSource.system();

  private static final System.Logger LOG = ExecutorLog.logger();

  private final AgentEnvironment agent;
  private final StartClock start = StartClock.ofThisProcess(CLOCK);
  private final JvmExit exit = new JvmExit();
  private final ScheduledExecutorService timer = oneThread("ejc-timer");
  private final ScheduledExecutorService lane = oneThread("ejc-calls");
  private final CodeLoading code;

  private ExecutorMain(AgentEnvironment agent) {
    this.agent = agent;
    this.code = new CodeLoading(agent.sandbox(), start::loaded);
  }

  /** Started by an agent; takes everything from its environment, and no arguments. */
  public static void main(String[] args) {
    AgentEnvironment agent;
    try {
      agent = AgentEnvironment.of(System.getenv());
    } catch (IllegalArgumentException e) {
      JvmExit.refuse(String.valueOf(e.getMessage()));
      return;
    }
    new ExecutorMain(agent).run();
  }

  private void run() {
    try {
      LOG.log(Level.INFO, "{0} begins as process {1}", agent, Long.toString(pid()));
      session().run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exit.halt(ExitStatus.FAULT, "the session's thread was interrupted");
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the session failed", e);
      exit.halt(ExitStatus.FAULT, "the session failed: " + e);
    }
  }

  private AgentSession session() {
    AgentConnection connection = new AgentConnection(agent.api(), agent.token(), agent.tls());
    ExecutorCalls calls = new ExecutorCalls(agent.framework(), agent.executor());
    AtomicReference<AgentSession> session = new AtomicReference<>();
    Updates updates =
        new Updates(
            calls,
            CLOCK,
            connection::send,
            lane,
            () -> Objects.requireNonNull(session.get()).drop());
    Leases leases =
        new Leases(oneThread("ejc-lease"), lane, data -> connection.send(calls.message(data)));
    Ending ending = new Ending(updates, exit, timer, agent.shutdownGrace(), code.code());
    AgentSession made =
        new AgentSession(
            agent,
            connection,
            updates,
            ending,
            leases,
            code,
            subscribed -> runner(subscribed.executor(), updates, ending, leases));
    session.set(made);
    return made;
  }

  private TaskRunner runner(
      ExecutorPayload executor, Reports reports, ProcessEnd end, Leases leases) {
    start.subscribed();
    ExecutorSettings settings = ExecutorSettings.of(executor);
    code.of(executor, settings.layers());
    TaskOutputs outputs =
        executor.oneAttempt()
            ? TaskOutputs.together()
            : TaskOutputs.apart(agent.sandbox(), settings.outputs());
    ThisProcess thisProcess =
        new ThisProcess(
            pid(), outputs, new JobThreads(), start, Optional.of(new HeldFiles(agent.sandbox())));
    outputs.install();
    TaskRunner.Rules rules =
        new TaskRunner.Rules(
            executor.oneAttempt(), settings.killForceAfter(), thisProcess, settings.endIdleAfter());
    TaskRunner runner = new TaskRunner(rules, code.code(), reports, end, timer, leases);
    exit.watch(runner::userEndsJvm);
    return runner;
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static ScheduledExecutorService oneThread(String name) {
    return Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name));
  }
}
