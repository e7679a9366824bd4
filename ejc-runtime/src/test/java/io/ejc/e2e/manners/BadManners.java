package io.ejc.e2e.manners;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.util.ArrayList;
import java.util.List;

/** One bad habit each. */
public final class BadManners {

  private BadManners() {}

  /** Ends the JVM that it shares with others. */
  @ElasticJob(name = "exits", cpuCount = 0.1, memoryMB = 16)
  public static final class Exits implements SimpleJob {

    public Exits() {}

    @Override
    public void execute(ShardingContext context) {
      Runtime jvm = Runtime.getRuntime();
      jvm.exit(3);
    }
  }

  /** Calls itself until the stack is full. */
  @ElasticJob(name = "recurses", cpuCount = 0.1, memoryMB = 16)
  public static final class Recurses implements SimpleJob {

    public Recurses() {}

    @Override
    public void execute(ShardingContext context) {
      System.out.println(deeper(1));
    }

    private static int deeper(int depth) {
      return depth == Integer.MAX_VALUE ? depth : deeper(depth + 1) + 1;
    }
  }

  /** Keeps more than its heap can hold. */
  @ElasticJob(name = "hoards", cpuCount = 0.1, memoryMB = 16)
  public static final class Hoards implements SimpleJob {

    public Hoards() {}

    @Override
    public void execute(ShardingContext context) {
      List<byte[]> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new byte[1 << 20]);
      }
    }
  }

  /** Minds its own business. */
  @ElasticJob(name = "modest", cpuCount = 0.1, memoryMB = 16)
  public static final class Modest implements SimpleJob {

    public Modest() {}

    @Override
    public void execute(ShardingContext context) {
      System.out.println(context.getTaskId());
    }
  }
}
