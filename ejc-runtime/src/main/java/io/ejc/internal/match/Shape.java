package io.ejc.internal.match;

import io.ejc.internal.model.JobDefinition.Placement;
import io.ejc.internal.model.Resources;

/**
 * What an item needs, whichever item it is: where one of a shape finds no place, no other does.
 *
 * @param role under which role
 * @param task resources of its Mesos task
 * @param executor resources of its executor, which count only where that executor is not running
 *     yet
 * @param shared whether it shares its executor with others
 * @param heapMb memory it takes of the shared executor's heap; 0 with an executor of its own
 * @param placement its job's rules
 * @param group whose items the rules count together; empty when they count nothing
 */
public record Shape(
    String role,
    Resources task,
    Resources executor,
    boolean shared,
    long heapMb,
    Placement placement,
    String group) {

  /** The same needs, counted with another group. */
  public Shape in(String otherGroup) {
    return new Shape(role, task, executor, shared, heapMb, placement, otherGroup);
  }
}
