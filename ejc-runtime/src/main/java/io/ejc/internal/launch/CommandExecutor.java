package io.ejc.internal.launch;

import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ContextText;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.ShellCommand;
import io.ejc.internal.model.TaskPayload;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The executor of a command: Mesos makes it up, under the task's own id, and takes nothing of the
 * offer for it.
 */
final class CommandExecutor {

  private static final String NO_ROLE = "";

  private CommandExecutor() {}

  static ExecutorSpec of(
      ExecutorProfile profile, CarrierId carrier, ShellCommand command, String image) {
    return new ExecutorSpec(
        new ExecutorId(carrier.toString()),
        carrier.toString(),
        profile.user(),
        command.line(),
        command.environment(),
        List.of(),
        Allocation.unreserved(NO_ROLE, Resources.NONE),
        image,
        null);
  }

  /** The same, told which item it is; the job's own variables win. */
  static ExecutorSpec told(ExecutorSpec command, TaskPayload payload) {
    SortedMap<String, String> environment = new TreeMap<>(ContextText.environment(payload));
    environment.putAll(command.environment());
    return new ExecutorSpec(
        command.id(),
        command.name(),
        command.user(),
        command.command(),
        environment,
        command.layers(),
        command.allocation(),
        command.image(),
        null);
  }
}
