package io.ejc.internal.execute.agentjobs;

import io.ejc.api.ScriptJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;

/** Jobs that print, and jobs that harm the process they run in. */
public final class NoisyJobs {

  private NoisyJobs() {}

  /** Prints in every way that there is, and says which item it is. */
  public static final class Talking implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      String item = "item " + context.getShardingItem();
      System.out.println(item + " says ü");
      System.err.println(item + " complains");
      Thread helper = new Thread(() -> System.out.println(item + " has a thread"));
      helper.start();
      helper.join();
    }
  }

  /** Logs by the JDK's own logging. */
  public static final class Logging implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      Logger.getLogger("logging").info("item " + context.getShardingItem() + " logs");
    }
  }

  /** Prints more than is kept. */
  public static final class Wordy implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      for (int i = 0; i < 300_000; i++) {
        System.out.println("line " + i);
      }
    }
  }

  /** A program that prints. */
  public static final class Program implements ScriptJob {
    @Override
    public List<String> command(ShardingContext context) {
      String item = "program " + context.getShardingItem();
      return List.of("sh", "-c", "echo " + item + " says; echo " + item + " complains >&2");
    }
  }

  /** Closes what all print on. */
  public static final class Closing implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      System.out.close();
      System.err.close();
    }
  }

  /** Keeps a file open, where its parameter says. */
  public static final class Keeping implements SimpleJob {
    private static final List<OutputStream> KEPT = new ArrayList<>();

    @Override
    public void execute(ShardingContext context) throws IOException {
      OutputStream file = Files.newOutputStream(Path.of(System.getProperty("test.file")));
      file.write('x');
      KEPT.add(file);
    }
  }

  /** Fails with what it sees of a property. */
  public static final class Reading implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException(
          System.getProperty("test.secret")
              + " "
              + System.getProperty("logback.configurationFile"));
    }
  }

  /** Waits until it is interrupted. */
  public static final class Waiting implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      new CountDownLatch(1).await();
    }
  }

  /** Ends the JVM as a program's main would. */
  public static final class Exiting implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      Runtime jvm = Runtime.getRuntime();
      jvm.exit(0);
    }
  }

  /** Ends the JVM from a thread that it started. */
  public static final class ExitingElsewhere implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      Runtime jvm = Runtime.getRuntime();
      Thread thread = new Thread(() -> jvm.exit(3));
      thread.start();
      thread.join();
    }
  }

  /** Calls itself until the stack is full. */
  public static final class Recursive implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      System.out.println(deeper(1));
    }

    private static int deeper(int depth) {
      return depth < 0 ? depth : deeper(depth + 1) + 1;
    }
  }

  /** Leaves a thread behind, which ends when a file appears. */
  public static final class Leaving implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      Thread thread =
          new Thread(
              () -> {
                while (Files.notExists(Path.of("enough"))) {
                  Thread.onSpinWait();
                }
              },
              "left-behind");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
