package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.discover.fixture.badkinds.BadKinds;
import io.ejc.internal.discover.fixture.kinds.Kinds;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.ShellCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KindsScanTest {

  private static final String BAD = BadKinds.class.getName();

  @TempDir private Path directory;

  private final JobScanner scanner =
      new JobScanner(
          new ScanSettings(ZoneId.of("UTC"), 512, List.of("*")),
          key -> Optional.ofNullable(Map.of("name.of.b", "b").get(key)));

  @Test
  void every_kind_is_a_job() {
    Discovery discovery = scan(Kinds.class);

    assertThat(discovery.problems()).isEmpty();
    assertThat(discovery.jobs())
        .extracting(job -> job.name().value())
        .containsExactly("dataflow", "files", "http", "narrower", "script", "shell");
    assertThat(discovery.jobs().get(0).handling())
        .isEqualTo(
            new Handling(
                true,
                List.of("java.io.IOException", "java.lang.InterruptedException"),
                List.of("java.io.FileNotFoundException"),
                "THROW",
                List.of("STOPWATCH")));
    assertThat(discovery.jobs().get(2).handling().errorHandler()).isEqualTo("POSTBOX");
    assertThat(discovery.jobs().get(4).handling()).isEqualTo(Handling.PLAIN);
  }

  @Test
  void a_command_is_a_process_of_its_own_without_an_executor() {
    JobDefinition shell = scan(Kinds.class).jobs().get(5);

    assertThat(shell.runsCommand()).isTrue();
    assertThat(shell.command())
        .isEqualTo(new ShellCommand("echo b ${HOME}", new TreeMap<>(Map.of("A", "1=2", "_b", ""))));
    assertThat(shell.requirements().isolation()).isEqualTo(Isolation.PROCESS);
    assertThat(shell.requirements().perItem().memMb()).isEqualTo(4096);
    assertThat(shell.jobClass()).isEqualTo(Kinds.class.getName() + "$Shell");
  }

  @Test
  void what_is_no_kind_or_several_is_told_with_all_the_rest() {
    assertThat(scan(BadKinds.class).problems())
        .containsExactlyInAnyOrder(
            job("two", "Two")
                + "class: implements io.ejc.api.SimpleJob, io.ejc.api.ScriptJob (expected: one of"
                + " them); make it two jobs",
            job("two", "Two")
                + "streaming: true (expected: false, as the class is no io.ejc.api.DataflowJob)",
            job("both", "Both")
                + "class: implements io.ejc.api.SimpleJob and is a @ShellJob (expected: one kind of"
                + " job); remove @ShellJob, or the interface: a command runs no code of its class",
            job("both", "Both")
                + "errorHandler: POSTBOKS (expected: one of LOG, THROW, IGNORE, POSTBOX); did you"
                + " mean POSTBOX?",
            javaOnly("exclusive: true (expected: false"),
            javaOnly("streaming: true (expected: false"),
            javaOnly("retryOn: java.io.IOException (expected: none"),
            javaOnly("failOn: java.lang.IllegalStateException (expected: none"),
            javaOnly("listeners: STOPWATCH (expected: none"),
            javaOnly("errorHandler: IGNORE (expected: the default, LOG"),
            job("blank", "Blank")
                + "command: empty (expected: a command line, which @ShellJob gives)",
            variable("1=2"),
            variable("NOTHING"),
            variable("A=2"),
            job("blank", "Blank")
                + "environment: B=${nobody.knows} (expected: a value for nobody.knows); set"
                + " nobody.knows, or give a default as in ${nobody.knows:default}",
            "class "
                + BAD
                + "$Nameless: @ShellJob alone (expected: @ElasticJob beside it); add it, with the"
                + " job's name");
  }

  @Test
  void an_exception_that_is_not_on_the_class_path_is_told() throws IOException {
    CompiledSources.compile(
        directory,
        Map.of(
            "acme.Gone",
            "package acme; public class Gone extends Exception {"
                + " private static final long serialVersionUID = 1; }",
            "acme.Job",
            "package acme; @io.ejc.api.ElasticJob(name = \"gone\", failOn = Gone.class) public"
                + " class Job implements io.ejc.api.SimpleJob { public void"
                + " execute(io.ejc.api.ShardingContext c) {} }"));
    Files.delete(directory.resolve("acme/Gone.class"));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {url(directory)}, getClass().getClassLoader())) {
      assertThat(scanner.scan(loader, List.of("acme")).problems())
          .containsExactly(
              "job gone (acme.Job) failOn: acme.Gone (expected: a class that is on the class"
                  + " path); add what holds acme.Gone");
    }
  }

  @Test
  void a_service_that_cannot_be_loaded_is_told_once() throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.ejc.api.spi.JobItemExecutor"), "acme.Missing\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {url(directory)}, getClass().getClassLoader())) {
      assertThat(scanner.scan(loader, List.of(Kinds.class.getPackageName())).problems())
          .anyMatch(
              problem ->
                  problem.startsWith("META-INF/services/io.ejc.api.spi.JobItemExecutor: ")
                      && problem.contains("acme.Missing"));
    }
  }

  private static URL url(Path directory) {
    try {
      return directory.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Discovery scan(Class<?> neighbour) {
    return scanner.scan(getClass().getClassLoader(), List.of(neighbour.getPackageName()));
  }

  private static String job(String name, String type) {
    return "job " + name + " (" + BAD + "$" + type + ") ";
  }

  private static String javaOnly(String problem) {
    return job("java-only", "JavaOnly")
        + problem
        + ", because nothing of EJC runs beside a command; use a ScriptJob for that)";
  }

  private static String variable(String pair) {
    return job("blank", "Blank")
        + "environment: "
        + pair
        + " (expected: NAME=value, the name of letters, digits and _, and named once)";
  }
}
