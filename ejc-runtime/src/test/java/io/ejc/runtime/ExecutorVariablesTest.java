package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorVariablesTest {

  private final List<String> problems = new ArrayList<>();

  @Test
  void values_are_given_or_taken_from_the_host_by_name() {
    Map<String, String> host = Map.of("LANG", "de_DE.UTF-8", "HOME", "/home/shop");
    assertThat(ExecutorVariables.read(List.of("A=b=c", "LANG", "EMPTY="), host, problems))
        .containsExactly(Map.entry("A", "b=c"), Map.entry("EMPTY", ""), entryOf(host, "LANG"));
    assertThat(problems).isEmpty();
  }

  @Test
  void what_cannot_be_set_is_named() {
    assertThat(
            ExecutorVariables.read(
                List.of("MISSING", "A-B=1", "MESOS_SANDBOX=x"), Map.of(), problems))
        .isEmpty();
    assertThat(problems)
        .containsExactly(
            "ejc.executor.environment: MISSING (expected: a variable that this host has, or"
                + " NAME=value)",
            "ejc.executor.environment: A-B=1 (expected: NAME=value, or NAME; letters, digits and"
                + " _)",
            "ejc.executor.environment: MESOS_SANDBOX (expected: no name that begins with MESOS_ or"
                + " EJC_; they are taken)");
  }

  private static Map.Entry<String, String> entryOf(Map<String, String> map, String key) {
    return Map.entry(key, String.valueOf(map.get(key)));
  }
}
