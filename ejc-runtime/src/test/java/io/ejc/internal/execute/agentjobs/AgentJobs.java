package io.ejc.internal.execute.agentjobs;

import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Jobs that tests send to an executor process in a jar. */
public final class AgentJobs {

  private AgentJobs() {}

  /** Succeeds, and leaves a file in the sandbox. */
  public static final class Quick implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws IOException {
      Files.writeString(Path.of("quick"), context.getShardingParameter() + "");
    }
  }

  /** Fails with what it can see. */
  public static final class Curious implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException(
          String.join(
              "; ",
              "jackson " + sees("com.fasterxml.jackson.databind.ObjectMapper"),
              "mesos " + sees("org.apache.mesos.v1.Protos"),
              "runtime " + sees("io.ejc.internal.execute.ExecutorMain"),
              "services " + (resource("META-INF/maven") || resource("META-INF/versions")),
              "property " + System.getProperty("test.travels"),
              "loader " + Thread.currentThread().getContextClassLoader().getName(),
              "thread " + Thread.currentThread().getName()));
    }

    private static boolean resource(String name) {
      return Curious.class.getClassLoader().getResource(name) != null;
    }

    private static String sees(String name) {
      try {
        return Class.forName(name).getName().isEmpty() ? "" : "seen";
      } catch (ClassNotFoundException e) {
        return "hidden";
      }
    }
  }

  /** Runs until it is interrupted, and leaves a file as the last thing it does. */
  public static final class Endless implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      try {
        new CountDownLatch(1).await();
      } finally {
        Files.writeString(Path.of("ended"), "");
      }
    }
  }

  /** Runs for ever whatever it is told. */
  public static final class Stubborn implements SimpleJob {
    private int interrupts;

    @Override
    public void execute(ShardingContext context) {
      while (interrupts >= 0) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupts++;
        }
      }
    }
  }

  /** Runs a program that does not end when it is asked to. */
  public static final class Loitering implements ScriptJob {
    @Override
    public List<String> command(ShardingContext context) {
      String line = "trap '' TERM; echo $$ > loiterer; while true; do sleep 0.1; done";
      return List.of("sh", "-c", line);
    }
  }

  /** Leaves a thread behind that would keep a JVM alive. */
  public static final class Littering implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      Thread thread = new Thread(() -> new Stubborn().execute(context));
      thread.setDaemon(false);
      thread.start();
    }
  }

  /** Cannot be initialized. */
  public static final class BadStatic implements SimpleJob {
    private static final int NUMBER = Integer.parseInt("none");

    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException("never reached: " + NUMBER);
    }
  }

  /** Uses more memory than there is. */
  public static final class Hungry implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      long[][] all = new long[1_000_000][];
      for (int i = 0; i < all.length; i++) {
        all[i] = new long[10_000_000];
      }
    }
  }

  /** Has no constructor that EJC could call. */
  public static final class Made implements SimpleJob {
    private final String by;

    Made(String by) {
      this.by = by;
    }

    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException("made by " + by);
    }
  }
}
