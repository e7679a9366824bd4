package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.ExecutorOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExecutorReaderTest {

  private static Attributes attributes(Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(AttributeTexts.byDefault());
    values.put(AttributeTexts.NAME, "report");
    values.putAll(given);
    return new Attributes(values, Template.asWritten(), "com.example.Report");
  }

  @Test
  void a_job_that_says_nothing_asks_for_nothing() {
    Attributes attributes = attributes(Map.of());

    assertThat(new ExecutorReader(attributes, false).read()).isEqualTo(ExecutorOptions.NONE);
    assertThat(new ExecutorReader(attributes, true).read()).isEqualTo(ExecutorOptions.NONE);
    assertThat(attributes.problems()).isEmpty();
  }

  @Test
  void what_a_job_asks_of_its_executor_is_read() {
    Attributes attributes =
        attributes(
            Map.of(
                "java",
                " /opt/java/bin/java ",
                "jvmOptions",
                List.of("-XX:+UseZGC", "-Da=b,c"),
                "environment",
                List.of("TZ=UTC", "EMPTY="),
                "image",
                "registry.example.com/jre:17"));

    assertThat(new ExecutorReader(attributes, false).read())
        .isEqualTo(
            new ExecutorOptions(
                "/opt/java/bin/java",
                List.of("-XX:+UseZGC", "-Da=b,c"),
                new TreeMap<>(Map.of("TZ", "UTC", "EMPTY", "")),
                "registry.example.com/jre:17"));
    assertThat(attributes.problems()).isEmpty();
  }

  @Test
  void each_broken_rule_is_said() {
    Attributes attributes =
        attributes(
            Map.of(
                "java",
                "java -server",
                "jvmOptions",
                List.of("UseZGC", "-Xmx1g"),
                "environment",
                List.of("A B=c", "EJC_LAYERS=x", "A=1", "A=2"),
                "image",
                "two words"));

    new ExecutorReader(attributes, false).read();

    String job = "job report (com.example.Report) ";
    assertThat(attributes.problems())
        .containsExactly(
            job + "java: java -server (expected: one word)",
            job
                + "environment: A B=c (expected: NAME=value, the name of letters, digits and _, and"
                + " named once)",
            job
                + "environment: A=2 (expected: NAME=value, the name of letters, digits and _, and"
                + " named once)",
            job
                + "environment: EJC_LAYERS (expected: no name that begins with MESOS_ or EJC_; they"
                + " are taken)",
            job + "image: two words (expected: one word)",
            job + "jvmOptions: UseZGC (expected: options that begin with -)",
            job
                + "jvmOptions: -Xmx1g (expected: no -Xmx, because the heap is memoryMB with"
                + " isolation = PROCESS, and ejc.executor.heapMB with SHARED)");
  }

  @Test
  void a_command_has_an_image_and_nothing_of_a_jvm() {
    Attributes attributes =
        attributes(
            Map.of(
                "java",
                "java17",
                "jvmOptions",
                List.of("-Da=b"),
                "environment",
                List.of("A=1"),
                "image",
                "alpine"));

    ExecutorOptions options = new ExecutorReader(attributes, true).read();

    assertThat(options.image()).isEqualTo("alpine");
    assertThat(attributes.problems())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("java: java17 (expected: empty, because"))
        .anySatisfy(line -> assertThat(line).contains("jvmOptions: -Da=b (expected: none, because"))
        .anySatisfy(
            line -> assertThat(line).contains("environment: A=1 (expected: none; a command"));
  }
}
