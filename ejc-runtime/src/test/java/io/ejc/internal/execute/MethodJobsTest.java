package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.ParameterException;
import io.ejc.api.spi.JobFactory;
import io.ejc.internal.bundle.BundleFiles;
import io.ejc.internal.bundle.BundlePlan;
import io.ejc.internal.bundle.Bundler;
import io.ejc.internal.bundle.Source;
import io.ejc.internal.discover.Discovery;
import io.ejc.internal.discover.JobScanner;
import io.ejc.internal.discover.ScanSettings;
import io.ejc.internal.execute.methodjobs.Warehouse;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.TaskPayload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that are methods, from the scan to the report of an attempt. */
class MethodJobsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Path PACKAGE = Path.of("io/ejc/internal/execute/methodjobs");

  @TempDir private Path directory;
  private final RecordedReports seen = new RecordedReports();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Discovery found;
  private JobCode code;

  @BeforeEach
  void scanAndBundle() throws Exception {
    ScanSettings settings = new ScanSettings(ZoneOffset.UTC, 512, List.of("*"));
    found =
        new JobScanner(settings, key -> Optional.empty())
            .scan(getClass().getClassLoader(), List.of(Warehouse.class.getPackageName()));
    Path classes = directory.resolve("classes");
    Files.createDirectories(classes.resolve(PACKAGE));
    try (Stream<Path> files = Files.list(Path.of("target", "test-classes").resolve(PACKAGE))) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(PACKAGE).resolve(file.getFileName()));
      }
    }
    Path sandbox = directory.resolve("sandbox");
    BundleFiles bundle =
        Bundler.bundle(
            BundlePlan.of(List.of(new Source.Directory(classes)), found.generated()), sandbox);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      code =
          JobCode.load(
              new ExecutorPayload(
                  "shop",
                  bundle.bundle().id(),
                  bundle.bundle().applicationLayers(),
                  false,
                  new TreeMap<>()),
              sandbox,
              Sandbox.fetch(sandbox));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void a_method_gets_what_its_parameters_name() {
    AttemptReport end = run("numbers", Optional.of("7"), "");

    assertThat(end.exceptionClass()).endsWith("Warehouse$SaidException");
    assertThat(end.message()).isEqualTo("[2, 2, 2, 7, 7, 7, 7, 7.0, 7.0, 7, 7, true]");
  }

  @ParameterizedTest
  @CsvSource({
    "flags, TRUE, '[true, true, TRUE]'",
    "day, 2026-03-31, [2026-03-31]",
    "time, 18:30, [18:30]",
    "moment, 2026-03-31T18:30, [2026-03-31T18:30]",
    "instant, 2026-03-31T16:30:00Z, [2026-03-31T16:30:00Z]",
    "duration, 1h30m, [PT1H30M]",
    "mode, ' FAST ', '[FAST, settle.1.m.k.2.5]'",
    "of-enum, '', [ONLY]"
  })
  void a_text_becomes_what_the_method_wants(String job, String parameter, String said) {
    assertThat(run(job, Optional.empty(), parameter).message()).isEqualTo(said);
  }

  @Test
  void what_is_blank_is_null() {
    assertThat(run("day", Optional.empty(), " ").message()).isEqualTo("[null]");
    assertThat(run("mode", Optional.empty(), "").message()).startsWith("[null,");
  }

  @Test
  void a_text_that_does_not_fit_fails_the_item_with_words() {
    AttemptReport day = run("day", Optional.empty(), "tomorrow");
    assertThat(day.kind()).isEqualTo(Kind.FAILED);
    assertThat(day.exceptionClass()).isEqualTo(ParameterException.class.getName());
    assertThat(day.forGood()).isTrue();
    assertThat(day.message())
        .isEqualTo(
            "jobParameter: tomorrow (expected: a date such as 2026-03-31) for parameter day; task"
                + " settle.1.m.k.2.5 is not tried again");
    assertThat(run("mode", Optional.empty(), "fast").message())
        .startsWith("jobParameter: fast (expected: one of FAST, THOROUGH) for parameter mode;");
    assertThat(run("flags", Optional.empty(), "").message())
        .startsWith("jobParameter: empty (expected: true or false) for parameter flag;");
    assertThat(run("numbers", Optional.empty(), "").message())
        .startsWith(
            "the parameter of its item: empty (expected: a whole number of 32 bits such as 42) for"
                + " parameter whole;");
  }

  @Test
  void checked_exceptions_pass_as_they_are_and_a_return_is_a_success() {
    AttemptReport failed = run("nothing", Optional.empty(), "");
    assertThat(failed.exceptionClass()).isEqualTo("java.io.IOException");
    assertThat(failed.message()).isEqualTo("a checked exception");
    assertThat(run("quiet", Optional.empty(), "").kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void a_factory_makes_the_class_that_somebody_wrote_and_gets_its_objects_back() throws Exception {
    Asked factory = new Asked();
    code = new JobCode(code.loader(), factory);

    assertThat(run("quiet", Optional.empty(), "").kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(factory.asked).containsExactly("create " + Warehouse.class.getName(), "release");
    run("nothing", Optional.empty(), "");
    assertThat(factory.asked).as("a static method needs no object").hasSize(2);
    factory.makes = "something else";
    assertThat(run("quiet", Optional.empty(), "").message())
        .endsWith(".create: a java.lang.String (expected: a " + Warehouse.class.getName() + ")");
  }

  @Test
  void a_second_scan_writes_the_same_bytes() throws Exception {
    Discovery first = found;
    scanAndBundleElsewhere();

    assertThat(found.generated().keySet()).isEqualTo(first.generated().keySet());
    first
        .generated()
        .forEach((name, bytes) -> assertThat(found.generated().get(name)).isEqualTo(bytes));
  }

  private void scanAndBundleElsewhere() throws Exception {
    directory = Files.createDirectory(directory.resolve("elsewhere"));
    scanAndBundle();
  }

  private AttemptReport run(String job, Optional<String> shardingParameter, String jobParameter) {
    String jobClass =
        found.jobs().stream()
            .filter(definition -> definition.name().value().equals(job))
            .map(JobDefinition::jobClass)
            .findFirst()
            .orElseThrow(() -> new AssertionError(found.problems()));
    String task = "t" + seen.all.size();
    TaskRunner.Rules rules =
        new TaskRunner.Rules(false, HOUR, ThisProcess.printsTogether(42), HOUR);
    new TaskRunner(
            rules,
            CompletableFuture.completedFuture(code),
            seen,
            seen,
            timer,
            new Leases(timer, timer, data -> {}))
        .launch(
            task,
            new TaskPayload(
                AttemptId.parse("settle.1.m.k.2.5"),
                jobClass,
                3,
                shardingParameter,
                jobParameter,
                Instant.parse("2026-11-22T08:00:00Z"),
                9,
                HOUR));
    return seen.end(task);
  }

  private static final class Asked implements JobFactory {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Object makes = "";

    @Override
    @SuppressWarnings("unchecked") // a factory that makes the wrong thing is what is tested
    public <T> T create(Class<T> jobClass) throws Exception {
      asked.add("create " + jobClass.getName());
      return makes.equals("") ? jobClass.getConstructor().newInstance() : (T) makes;
    }

    @Override
    public void release(Object job) {
      asked.add("release");
    }

    @Override
    public void close() {}
  }
}
