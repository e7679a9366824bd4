package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of the recorded facts: each has a test that exists, or a reason. */
class TraceFactsTest {

  private static final int FACTS = 60;

  private static List<String[]> rows() throws IOException {
    try (InputStream in = TraceFactsTest.class.getResourceAsStream("/mesos-traces/facts.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(";", -1))
          .toList();
    }
  }

  @Test
  void every_fact_is_in_the_table_once() throws IOException {
    assertThat(rows().stream().map(row -> Integer.parseInt(row[0])))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, FACTS).boxed().toList());
  }

  @Test
  void every_fact_has_a_test_that_is_there_or_a_reason() throws Exception {
    for (String[] row : rows()) {
      if (row[1].equals("-")) {
        assertThat(row[2]).as("fact " + row[0]).isNotBlank();
        continue;
      }
      for (String test : row[1].split(",", -1)) {
        String[] parts = test.split("#", -1);
        Class<?> type = Class.forName(parts[0]);
        if (parts.length == 2) {
          assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
              .as("fact " + row[0])
              .contains(parts[1]);
        }
      }
    }
  }
}
