package io.ejc.bench;

import io.ejc.api.RunState;
import io.ejc.api.RunView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the call of {@code trigger} to the first line of user code in a warm executor, on the local
 * cluster, one run after another. The item takes the time itself, on the same machine's clock.
 * Indicative: the store and the master are the local cluster's.
 *
 * <p>{@code bench.n} is the number of measured runs, by default 200.
 */
public final class DispatchBench {

  private static final int WARM_UP = 50;
  private static final int N_DEFAULT = 200;

  private final InstantSource clock = InstantSource.system();
  private final BenchApplication application;

  private DispatchBench(BenchApplication application) {
    this.application = application;
  }

  /** One measured run: until the trigger was durable, and until user code ran. */
  private record Sample(Duration durable, Duration started) {}

  public static void main(String[] args) throws IOException {
    int n = Integer.getInteger("bench.n", N_DEFAULT);
    try (BenchApplication application = BenchApplication.start(DispatchBench.class, Map.of())) {
      new DispatchBench(application).measure(n);
    }
  }

  private void measure(int n) {
    for (int i = 0; i < WARM_UP; i++) {
      sample();
    }
    List<Sample> samples = Stream.generate(this::sample).limit(n).toList();
    print("dispatch: warm", samples.stream().map(Sample::started).toList());
    print("durable: warm", samples.stream().map(Sample::durable).toList());
  }

  private Sample sample() {
    Instant asked = clock.instant();
    RunView run = application.ejc().trigger("dispatch");
    Instant durable = clock.instant();
    Instant started = application.nextArrival();
    RunView ended = application.ejc().whenEnded(run.id()).join();
    if (ended.state() != RunState.SUCCEEDED) {
      throw new IllegalStateException("run: " + ended + " (expected: SUCCEEDED)");
    }
    return new Sample(Duration.between(asked, durable), Duration.between(asked, started));
  }

  private static void print(String what, List<Duration> durations) {
    System.out.println(what + " n=" + durations.size() + " " + new Percentiles(durations));
  }
}
