package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything about an executor, as Mesos must be told. The master refuses another spec under the
 * same id, so the id is derived from all the rest.
 *
 * @param id its id
 * @param name its name for people
 * @param user the Unix user, empty for the agent's default
 * @param command the shell command
 * @param environment its environment, visible in Mesos' state: no secrets
 * @param layers what the agent fetches first
 * @param allocation what the executor itself takes, and under which role
 * @param image the Docker image it is started in, by Mesos' own containerizer; empty for none
 * @param payload what it must know about itself; null for a command, which Mesos' own executor runs
 *     under the task's id
 */
public record ExecutorSpec(
    ExecutorId id,
    String name,
    String user,
    String command,
    SortedMap<String, String> environment,
    List<Fetch> layers,
    Allocation allocation,
    String image,
    @Nullable ExecutorPayload payload) {

  /** The variable that names the addresses of an executor's own layers, by space. */
  public static final String ADDRESSES = "EJC_LAYERS";

  /** Copies the collections. */
  public ExecutorSpec {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    layers = List.copyOf(layers);
  }

  /**
   * The same executor, told where its own layers are. Under the same id: addresses change while it
   * lives, and those it was first launched with are repeated.
   */
  public ExecutorSpec servedAt(String addresses) {
    if (runsCommand()) {
      return this;
    }
    SortedMap<String, String> told = new TreeMap<>(environment);
    told.put(ADDRESSES, addresses);
    return new ExecutorSpec(id, name, user, command, told, layers, allocation, image, payload);
  }

  /** Whether it is the command of a task, and no executor of ours. */
  public boolean runsCommand() {
    return payload == null;
  }

  /** How much the executor itself takes. */
  public Resources resources() {
    return allocation.amounts();
  }

  /**
   * A file that the agent's fetcher brings into the sandbox, through its cache.
   *
   * @param uri where from
   * @param file where to, relative to the sandbox
   */
  public record Fetch(String uri, String file) {}
}
