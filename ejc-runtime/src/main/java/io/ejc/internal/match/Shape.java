package io.ejc.internal.match;

import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.JobDefinition.Placement;
import io.ejc.internal.model.Resources;
import java.time.Duration;

/**
 * What an item needs, whichever item it is: where one of a shape finds no place, no other does.
 *
 * @param role under which role
 * @param task resources of its Mesos task
 * @param executor resources of its executor, which count only where that executor is not running
 *     yet
 * @param shared whether it shares its executor with others
 * @param heapMb memory it takes of the shared executor's heap; 0 with an executor of its own
 * @param stay how long it is likely to be there; zero where no agent is to be taken away
 * @param placement its job's rules
 * @param group whose items the rules count together; empty when they count nothing
 * @param kind which shared executor: items of other code, or with other options, share none
 */
public record Shape(
    String role,
    Resources task,
    Resources executor,
    boolean shared,
    long heapMb,
    Duration stay,
    Placement placement,
    String group,
    ExecutorKind kind) {

  /** The same needs, of another executor. */
  public Shape of(ExecutorKind otherKind) {
    return new Shape(role, task, executor, shared, heapMb, stay, placement, group, otherKind);
  }

  /** The same needs, counted with another group. */
  public Shape in(String otherGroup) {
    return new Shape(role, task, executor, shared, heapMb, stay, placement, otherGroup, kind);
  }
}
