package io.ejc.internal.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's system properties on the agent. What is a secret travels as a reference, {@code
 * ${file:/run/secrets/db}} or {@code ${env:DB_PASSWORD}}, and is read here.
 */
final class HostProperties {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]+)}");

  private final Map<String, String> environment;

  HostProperties(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Sets those that this JVM does not have by itself.
   *
   * @throws IllegalStateException when a reference leads nowhere on this agent, naming it and never
   *     what it stands for
   */
  void set(Map<String, String> properties) {
    properties.forEach(
        (key, value) -> {
          if (System.getProperty(key) == null) {
            System.setProperty(key, resolved(key, value));
          }
        });
  }

  String resolved(String key, String value) {
    Matcher reference = REFERENCE.matcher(value);
    return reference.replaceAll(
        found ->
            Matcher.quoteReplacement(
                found.group(1).equals("file")
                    ? content(key, found.group(2))
                    : variable(key, found.group(2))));
  }

  private static String content(String key, String file) {
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalStateException(
          key + ": ${file:" + file + "} (expected: a file on this agent that can be read)", e);
    }
  }

  private String variable(String key, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalStateException(
          key + ": ${env:" + name + "} (expected: a variable of the executor's environment)");
    }
    return value;
  }
}
