package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.HttpJob;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.ItemListener;
import io.ejc.api.spi.JobErrorHandler;
import io.ejc.api.spi.JobItemExecutor;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Handling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens around user code: retries, error handlers, listeners, and kinds of libraries. */
class HandlingTest {

  private static final List<String> CALLS = new CopyOnWriteArrayList<>();

  private final KindsUnderTest kinds = new KindsUnderTest();
  @TempDir private Path directory;
  private URLClassLoader services;

  @BeforeEach
  void registerServices() throws IOException {
    CALLS.clear();
    register(JobItemExecutor.class, Greetings.class, NarrowGreetings.class);
    register(JobErrorHandler.class, Recorder.class, Broken.class);
    register(ItemListener.class, Outer.class, Inner.class, FailsBefore.class, FailsAfter.class);
    services =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, HandlingTest.class.getClassLoader());
    kinds.loader(services);
  }

  private void register(Class<?> service, Class<?>... found) throws IOException {
    Path file = directory.resolve("META-INF/services/" + service.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.stream(found).map(Class::getName).toList());
  }

  @AfterEach
  void close() throws IOException {
    kinds.close();
    services.close();
  }

  private record Throwing(Exception thrown) implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      CALLS.add("job");
      throw thrown;
    }
  }

  private record Working() implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      CALLS.add("job");
    }
  }

  private static Handling on(List<String> retryOn, List<String> failOn) {
    return new Handling(false, retryOn, failOn, Handling.IGNORE, List.of());
  }

  private static Handling handler(String type) {
    return new Handling(false, List.of(), List.of(), type, List.of());
  }

  private static Handling listeners(String... types) {
    return new Handling(false, List.of(), List.of(), Handling.IGNORE, List.of(types));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', false",
    "java.io.IOException, '', false",
    "java.io.FileNotFoundException, '', false",
    "java.lang.RuntimeException, '', true",
    "'', java.io.IOException, true",
    "'', java.lang.RuntimeException, false",
    "java.io.IOException, java.io.FileNotFoundException, true",
    "java.io.FileNotFoundException, java.io.IOException, true",
    "com.example.Gone, '', true",
    "'', com.example.Gone, false"
  })
  void an_exception_is_for_good_by_its_own_class_and_those_above(
      String retryOn, String failOn, boolean forGood) {
    kinds.handling(on(words(retryOn), words(failOn)));

    AttemptReport end = kinds.launch(new Throwing(new FileNotFoundException("orders.csv"))).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.forGood()).isEqualTo(forGood);
  }

  @Test
  void a_cause_does_not_count() {
    kinds.handling(on(List.of(), List.of("java.io.IOException")));

    AttemptReport end =
        kinds.launch(new Throwing(new IllegalStateException(new IOException("disk")))).end();

    assertThat(end.forGood()).isFalse();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  @ParameterizedTest
  @CsvSource({"LOG", "THROW", "IGNORE", "BROKEN", "NOBODY"})
  void whatever_is_done_about_it_the_item_has_failed(String type) {
    AttemptReport end =
        kinds.handling(handler(type)).launch(new Throwing(new IOException("disk full"))).end();

    assertThat(end.kind()).isEqualTo(Kind.FAILED);
    assertThat(end.exceptionClass()).isEqualTo("java.io.IOException");
    assertThat(end.message()).isEqualTo("disk full");
  }

  @Test
  void throw_gives_it_to_whoever_takes_uncaught_exceptions() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    IOException thrown = new IOException("disk full");
    try {
      Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> uncaught.add(problem));
      kinds.handling(handler(Handling.THROW)).launch(new Throwing(thrown)).end();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(uncaught).containsExactly(thrown);
  }

  @Test
  void a_handler_of_a_library_is_told() {
    kinds.handling(handler("RECORD")).launch(new Throwing(new IOException("disk full"))).end();

    assertThat(CALLS)
        .containsExactly(
            "job", "handled settle.1.s.20261122T080000Z.2.5 java.io.IOException: disk full");
  }

  @Test
  void a_kill_is_no_exception_to_handle() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    SimpleJob waiting =
        new SimpleJob() {
          @Override
          public void execute(ShardingContext context) throws Exception {
            begun.countDown();
            new CountDownLatch(1).await();
          }
        };
    kinds
        .handling(new Handling(false, List.of(), List.of(), "RECORD", List.of("OUTER")))
        .launch(waiting);
    begun.await();

    kinds.kill();

    assertThat(kinds.end().kind()).isEqualTo(Kind.KILLED);
    assertThat(CALLS).containsExactly("OUTER before", "OUTER after java.lang.InterruptedException");
  }

  @Test
  void listeners_are_told_before_in_order_and_after_in_the_opposite_order() {
    kinds.handling(listeners("OUTER", "INNER")).launch(new Working()).end();

    assertThat(CALLS)
        .containsExactly(
            "OUTER before", "INNER before", "job", "INNER after null", "OUTER after null");
  }

  @Test
  void listeners_are_told_of_a_failure_and_cannot_change_it() {
    kinds
        .handling(listeners("OUTER", "FAILS_AFTER"))
        .launch(new Throwing(new IOException("disk full")));

    assertThat(kinds.end().message()).isEqualTo("disk full");
    assertThat(CALLS)
        .containsExactly("OUTER before", "job", "OUTER after java.io.IOException: disk full");
  }

  @Test
  void a_listener_that_fails_before_fails_the_attempt_and_the_job_never_begins() {
    kinds.handling(listeners("OUTER", "FAILS_BEFORE", "INNER")).launch(new Working());

    assertThat(kinds.end().kind()).isEqualTo(Kind.FAILED);
    assertThat(kinds.end().message()).isEqualTo("not now");
    assertThat(CALLS)
        .containsExactly("OUTER before", "OUTER after java.lang.IllegalStateException: not now");
  }

  @Test
  void a_listener_that_is_not_there_fails_the_attempt() {
    kinds.handling(listeners("NOBODY")).launch(new Working());

    assertThat(kinds.end().kind()).isEqualTo(Kind.FAILED);
    assertThat(kinds.end().message()).startsWith("listeners: NOBODY (expected: one of [");
    assertThat(CALLS).isEmpty();
  }

  @Test
  void a_library_brings_a_kind_of_its_own() {
    assertThat(kinds.launch(new Hello()).end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(CALLS).containsExactly("greets hello 2");
  }

  @Test
  void the_narrower_of_two_kinds_runs_it() {
    assertThat(kinds.launch(new Hi()).end().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(CALLS).containsExactly("greets narrowly hi");
  }

  private static final class Both implements ScriptJob, HttpJob {
    @Override
    public List<String> command(ShardingContext context) {
      return List.of("true");
    }

    @Override
    public HttpRequest request(ShardingContext context) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1")).build();
    }
  }

  @Test
  void a_class_of_two_kinds_is_run_by_none() {
    assertThat(kinds.launch(new Both()).end().message())
        .contains("implements io.ejc.api.ScriptJob, io.ejc.api.HttpJob (expected: one of ");
  }

  /** A kind that greets. */
  public interface Greeting {
    String greeting();
  }

  /** A kind that greets in its own way. */
  public interface NarrowGreeting extends Greeting {}

  private record Hello() implements Greeting {
    @Override
    public String greeting() {
      return "hello";
    }
  }

  private record Hi() implements NarrowGreeting {
    @Override
    public String greeting() {
      return "hi";
    }
  }

  /** Runs what greets. */
  public static final class Greetings implements JobItemExecutor<Greeting> {
    @Override
    public Class<Greeting> getJobInterface() {
      return Greeting.class;
    }

    @Override
    public void process(Greeting job, ItemExecution item) {
      CALLS.add("greets " + job.greeting() + " " + item.environment().get("JOB_SHARDING_ITEM"));
    }
  }

  /** Runs what greets in its own way. */
  public static final class NarrowGreetings implements JobItemExecutor<NarrowGreeting> {
    @Override
    public Class<NarrowGreeting> getJobInterface() {
      return NarrowGreeting.class;
    }

    @Override
    public void process(NarrowGreeting job, ItemExecution item) {
      CALLS.add("greets narrowly " + job.greeting());
    }
  }

  private static class Recording implements ItemListener {
    private final String type;

    Recording(String type) {
      this.type = type;
    }

    @Override
    public String getType() {
      return type;
    }

    @Override
    public void beforeItem(ShardingContext context) {
      CALLS.add(type + " before");
    }

    @Override
    public void afterItem(ShardingContext context, @Nullable Throwable failure) {
      CALLS.add(type + " after " + failure);
    }
  }

  /** The first of them. */
  public static final class Outer extends Recording {
    public Outer() {
      super("OUTER");
    }
  }

  /** The second of them. */
  public static final class Inner extends Recording {
    public Inner() {
      super("INNER");
    }
  }

  /** Fails before. */
  public static final class FailsBefore implements ItemListener {
    @Override
    public String getType() {
      return "FAILS_BEFORE";
    }

    @Override
    public void beforeItem(ShardingContext context) {
      throw new IllegalStateException("not now");
    }
  }

  /** Fails after. */
  public static final class FailsAfter implements ItemListener {
    @Override
    public String getType() {
      return "FAILS_AFTER";
    }

    @Override
    public void afterItem(ShardingContext context, @Nullable Throwable failure) {
      throw new IllegalStateException("too late");
    }
  }

  /** Writes down. */
  public static final class Recorder implements JobErrorHandler {
    @Override
    public String getType() {
      return "RECORD";
    }

    @Override
    public void handleException(ShardingContext context, Throwable cause) {
      CALLS.add("handled " + context.getTaskId() + " " + cause);
    }
  }

  /** Fails itself. */
  public static final class Broken implements JobErrorHandler {
    @Override
    public String getType() {
      return "BROKEN";
    }

    @Override
    public void handleException(ShardingContext context, Throwable cause) {
      throw new IllegalStateException("no letter box");
    }
  }
}
