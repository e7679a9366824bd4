package io.ejc.bench;

import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.api.StartUpView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How long an executor takes to start, beside a bare JVM of the same machine that prints one line,
 * turn by turn; and how soon 200 items begin that go to one warm executor at once. On the local
 * cluster.
 *
 * <p>{@code bench.n} is the number of cold starts, by default 200, at most 30.
 */
public final class StartBench {

  private static final int MOST_COLD_STARTS = 30;
  private static final int ITEMS = 200;
  private static final int WARM_UP = 3;
  private static final int WARM_RUNS = 5;

  private final InstantSource clock = InstantSource.system();
  private final BenchApplication application;

  private StartBench(BenchApplication application) {
    this.application = application;
  }

  /** The peer: a program that prints one line. */
  static final class Hello {
    private Hello() {}

    public static void main(String[] args) {
      System.out.println("hello");
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int n = Math.min(Integer.getInteger("bench.n", MOST_COLD_STARTS), MOST_COLD_STARTS);
    Map<String, String> oneAgent = Map.of("ejc.local.agents", "1", "ejc.local.memoryMB", "8192");
    try (BenchApplication application = BenchApplication.start(StartBench.class, oneAgent)) {
      StartBench bench = new StartBench(application);
      bench.cold(n);
      bench.warm();
    }
  }

  private void cold(int n) throws IOException, InterruptedException {
    List<Duration> hellos = new ArrayList<>();
    List<StartUpView> starts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      hellos.add(hello());
      starts.add(coldStart());
    }
    double hello = new Percentiles(hellos).millis(50);
    double cold = median(starts, StartUpView::total);
    System.out.printf(
        Locale.ROOT,
        "cold: jvm_hello_ms=%.0f offer_to_user_code_ms=%.0f ratio=%.2f n=%d%n",
        hello,
        cold,
        cold / hello,
        n);
    System.out.printf(
        Locale.ROOT,
        "cold phases: launch_ms=%.0f jvm_ms=%.0f agent_ms=%.0f application_ms=%.0f item_ms=%.0f%n",
        median(starts, StartUpView::launch),
        median(starts, StartUpView::jvm),
        median(starts, StartUpView::agent),
        median(starts, StartUpView::application),
        median(starts, StartUpView::item));
  }

  private static double median(List<StartUpView> starts, Function<StartUpView, Duration> phase) {
    return new Percentiles(starts.stream().map(phase).toList()).millis(50);
  }

  private Duration hello() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    Instant begun = clock.instant();
    Process process =
        new ProcessBuilder(java, "-Xmx64m", "-cp", classPath, Hello.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("hello: status " + status + " (expected: 0)");
    }
    return Duration.between(begun, clock.instant());
  }

  private StartUpView coldStart() {
    RunView run = application.ejc().trigger("cold");
    Instant unused = application.nextArrival();
    RunView ended = succeeded(run);
    return ended.items().get(0).attempts().get(0).startUp().orElseThrow();
  }

  private void warm() {
    IntStream.range(0, WARM_UP).forEach(i -> many());
    List<Duration> all = new ArrayList<>();
    IntStream.range(0, WARM_RUNS).forEach(i -> all.addAll(many()));
    System.out.println("warm: items=" + ITEMS + " " + new Percentiles(all));
  }

  /** From the call of trigger to user code, of each item of one run. */
  private List<Duration> many() {
    Instant asked = clock.instant();
    RunView run = application.ejc().trigger("many");
    List<Duration> begun =
        IntStream.range(0, ITEMS)
            .mapToObj(i -> Duration.between(asked, application.nextArrival()))
            .toList();
    RunView unused = succeeded(run);
    return begun;
  }

  private RunView succeeded(RunView run) {
    RunView ended = application.ejc().whenEnded(run.id()).join();
    if (ended.state() != RunState.SUCCEEDED) {
      throw new IllegalStateException("run: " + ended + " (expected: SUCCEEDED)");
    }
    return ended;
  }
}
