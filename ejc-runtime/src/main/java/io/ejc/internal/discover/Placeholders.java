package io.ejc.internal.discover;

import java.util.Optional;

/** Where the values of {@code ${key}} come from. */
@FunctionalInterface
public interface Placeholders {

  /**
   * The value of a key.
   *
   * @param key as written between the braces
   * @return its value; empty when nothing sets it
   */
  Optional<String> lookup(String key);
}
