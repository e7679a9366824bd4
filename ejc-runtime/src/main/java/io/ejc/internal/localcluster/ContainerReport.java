package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.Containers.Container;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a container, brought from the launch threads to the agent's, where the executor's
 * session and, for a command, the task hear of it.
 */
final class ContainerReport implements ContainerLauncher.Outcome {

  private final ExecutorSession session;
  private final ExecutorSession.Host host;
  private final FrameworkInfo framework;
  private final AgentWork.Tools tools;
  private final Path sandbox;
  private @Nullable CommandTask command;

  ContainerReport(
      ExecutorSession session,
      ExecutorSession.Host host,
      FrameworkInfo framework,
      AgentWork.Tools tools,
      Path sandbox) {
    this.session = session;
    this.host = host;
    this.framework = framework;
    this.tools = tools;
    this.sandbox = sandbox;
  }

  @Override
  public void started(Container container) {
    tools
        .loop()
        .post(
            () -> {
              session.started(container);
              if (session.isCommand() && session.state() != ExecutorSession.State.TERMINATED) {
                command(container).subscribe();
              }
            });
  }

  /** On the agent's thread, after its restart: the container runs already. */
  void resumed(Container container) {
    session.started(container);
    if (session.isCommand()) {
      session.tasks().open().forEach(task -> command(container).resume(task));
    }
  }

  @Override
  public void failed(String message) {
    tools.loop().post(() -> ended(() -> session.launchFailed(message)));
  }

  @Override
  public void exited(int exitValue) {
    int status = Signals.rawStatus(exitValue);
    tools
        .loop()
        .post(
            () ->
                ended(
                    () -> {
                      tellCommand(status);
                      session.ended(status);
                    }));
  }

  private void tellCommand(int status) {
    if (!session.isCommand() || session.state() == ExecutorSession.State.TERMINATED) {
      return;
    }
    CommandTask running = command;
    if (running == null) {
      // It could not be executed: Mesos has the task run, and end with status 1.
      running = command(null);
      running.subscribe();
    }
    running.exited(status);
  }

  private CommandTask command(@Nullable Container container) {
    CommandTask made = new CommandTask(session, host, framework, container);
    command = made;
    return made;
  }

  private void ended(Runnable report) {
    report.run();
    Path superfluous = tools.sandboxes().ended(sandbox);
    if (superfluous != null) {
      tools.launcher().execute(() -> Sandboxes.delete(superfluous));
    }
  }
}
