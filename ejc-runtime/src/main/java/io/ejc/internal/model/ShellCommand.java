package io.ejc.internal.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job that is a command of the agent's shell, which Mesos' own executor runs: nothing of ours is
 * needed there.
 *
 * @param line what {@code sh -c} gets
 * @param environment its variables besides those that say which item it is
 */
public record ShellCommand(String line, SortedMap<String, String> environment) {

  /** Copies the map. */
  public ShellCommand {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
