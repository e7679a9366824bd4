package io.ejc.test;

import io.ejc.api.DataflowJob;
import io.ejc.api.ElasticJob;
import io.ejc.api.HttpJob;
import io.ejc.api.JobParameter;
import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.ShardingParameter;
import io.ejc.api.ShellJob;
import io.ejc.api.SimpleJob;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.ItemListener;
import io.ejc.api.spi.JobFactory;
import io.ejc.api.spi.JobItemExecutor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Jobs of all kinds. */
final class Jobs {

  /** What listeners were told, and what jobs without an object of the test's said. */
  static final List<String> TOLD = new CopyOnWriteArrayList<>();

  private Jobs() {}

  /** Says what it sees, and fails with what it is told to. */
  @ElasticJob(
      name = "simple",
      shardingTotalCount = 3,
      shardingItemParameters = "0=north,1=south",
      jobParameter = "${target:all}",
      retries = 2,
      failOn = IllegalArgumentException.class,
      listeners = "TELLING")
  public static class Simple implements SimpleJob {
    final List<String> said = new ArrayList<>();
    final @Nullable Exception problem;
    @Nullable Thread ranOn;

    public Simple() {
      this(null);
    }

    Simple(@Nullable Exception problem) {
      this.problem = problem;
    }

    @Override
    public void execute(ShardingContext context) throws Exception {
      ranOn = Thread.currentThread();
      said.add(
          String.join(
              " ",
              context.getTaskId(),
              context.getShardingItem() + "/" + context.getShardingTotalCount(),
              String.valueOf(context.getShardingParameter()),
              context.getJobParameter(),
              context.getFencingToken() + "",
              context.getPorts().toString()));
      if (problem != null) {
        throw problem;
      }
    }
  }

  @ElasticJob(name = "dataflow", streaming = true)
  public static final class Dataflow implements DataflowJob<Integer> {
    final List<Integer> left = new ArrayList<>(List.of(1, 2, 3, 4, 5));
    final List<List<Integer>> processed = new ArrayList<>();

    @Override
    public List<Integer> fetchData(ShardingContext context) {
      return List.copyOf(left.subList(0, Math.min(2, left.size())));
    }

    @Override
    public void processData(ShardingContext context, List<Integer> data) {
      processed.add(data);
      left.removeAll(data);
    }
  }

  @ElasticJob(name = "script", jobParameter = "0")
  public static final class Script implements ScriptJob {
    @Override
    public List<String> command(ShardingContext context) {
      return List.of("sh", "-c", "exit $JOB_PARAMETER");
    }
  }

  @ElasticJob(name = "http", jobParameter = "${address}")
  public static final class Http implements HttpJob {
    @Override
    public HttpRequest request(ShardingContext context) {
      return HttpRequest.newBuilder(URI.create(context.getJobParameter())).build();
    }
  }

  /** A kind of a library. */
  public interface SayingJob {
    String say();
  }

  public static final class SayingItems implements JobItemExecutor<SayingJob> {
    @Override
    public Class<SayingJob> getJobInterface() {
      return SayingJob.class;
    }

    @Override
    public void process(SayingJob job, ItemExecution item) {
      TOLD.add(item.context().getJobName() + " said " + job.say());
    }
  }

  @ElasticJob(name = "saying")
  public static final class Saying implements SayingJob {
    @Override
    public String say() {
      return "something";
    }
  }

  public static final class Telling implements ItemListener {
    @Override
    public String getType() {
      return "TELLING";
    }

    @Override
    public void beforeItem(ShardingContext context) {
      TOLD.add("before " + context.getShardingItem());
    }

    @Override
    public void afterItem(ShardingContext context, @Nullable Throwable failure) {
      TOLD.add("after " + context.getShardingItem() + ": " + failure);
    }
  }

  public static class Methods {
    final List<Object> seen = new ArrayList<>();

    @ElasticJob(name = "number", shardingItemParameters = "0=42")
    void number(@ShardingParameter int number) {
      seen.add(number);
    }

    @ElasticJob(name = "broken")
    static void broken(@JobParameter String text) throws IOException {
      if (!text.isEmpty()) {
        throw new IOException(text);
      }
    }
  }

  public static final class OneMethod {
    @ElasticJob(name = "the-only-one")
    void told() {
      TOLD.add("the only one");
    }
  }

  /** Works until it is told to end, or for ever. */
  @ElasticJob(name = "patient", retries = 1)
  public static final class Patient implements SimpleJob {
    final CountDownLatch begun = new CountDownLatch(1);
    final Semaphore leave = new Semaphore(0);
    final boolean deaf;

    public Patient() {
      this(false);
    }

    Patient(boolean deaf) {
      this.deaf = deaf;
    }

    @Override
    public void execute(ShardingContext context) throws InterruptedException {
      begun.countDown();
      if (deaf) {
        leave.acquireUninterruptibly();
      } else {
        leave.acquire();
      }
    }
  }

  /** The application's factory. */
  public static final class Factory implements JobFactory {
    static final List<String> ASKED = new CopyOnWriteArrayList<>();

    @Override
    public void start() {
      ASKED.add("start");
    }

    @Override
    public <T> T create(Class<T> jobClass) throws Exception {
      ASKED.add("create " + jobClass.getSimpleName());
      return jobClass.getConstructor().newInstance();
    }

    @Override
    public void release(Object job) {
      ASKED.add("release");
    }

    @Override
    public void close() {
      ASKED.add("close");
    }
  }

  /** Fails at its first attempt. */
  @ElasticJob(
      name = "tenth-minute",
      cron = "0 0/10 * * * ?",
      shardingTotalCount = 2,
      retries = 1,
      retryBackoff = "30s",
      timeout = "1h",
      failoverAfter = "5m",
      cpuCount = 0.1,
      memoryMB = 16)
  public static final class TenthMinute implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      TOLD.add(context.getTaskId());
      if (context.getShardingItem() == 1 && context.getAttempt() == 1) {
        throw new IllegalStateException("try again");
      }
    }
  }

  /** Three times. */
  @ElasticJob(name = "rate", fixedRate = "10m", repeat = 3, jobParameter = "annotated")
  public static final class Rate extends Parameter {}

  /** Some time after each end. */
  @ElasticJob(name = "delay", fixedDelay = "10m")
  public static final class Delay extends Parameter {}

  /** Says its parameter. */
  public abstract static class Parameter implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      TOLD.add(context.getJobName() + " " + context.getJobParameter());
    }
  }

  @ElasticJob(name = "shell")
  @ShellJob("true")
  public interface Shell {}

  @ElasticJob(name = "bad name!", shardingTotalCount = 0)
  public static final class Bad implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {}
  }
}
