package io.ejc.e2e.bad;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** One wrong thing each. */
public final class BadJobs {

  private BadJobs() {}

  private abstract static class Quiet implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {}
  }

  @ElasticJob(name = "same")
  public static final class OneOfTwo extends Quiet {
    public OneOfTwo() {}
  }

  @ElasticJob(name = "same")
  public static final class TwoOfTwo extends Quiet {
    public TwoOfTwo() {}
  }

  @ElasticJob(name = "bad-cron", cron = "whenever")
  public static final class BadCron extends Quiet {
    public BadCron() {}
  }

  @ElasticJob(name = "bad-zone", cron = "0 0 3 * * ?", timeZone = "Asia/Shanghi")
  public static final class BadZone extends Quiet {
    public BadZone() {}
  }

  @ElasticJob(name = "no-items", shardingTotalCount = 0)
  public static final class NoItems extends Quiet {
    public NoItems() {}
  }

  @ElasticJob(
      name = "bad-parameters",
      shardingTotalCount = 2,
      shardingItemParameters = "0=Beijing,Shanghai")
  public static final class BadParameters extends Quiet {
    public BadParameters() {}
  }

  @ElasticJob(name = "no-constructor")
  public static final class NoConstructor extends Quiet {
    public NoConstructor(String unused) {
      System.out.println(unused);
    }
  }

  @ElasticJob(name = "no-job")
  public static final class NoJob {
    public NoJob() {}
  }

  @ElasticJob(name = "unresolved", jobParameter = "${nobody.knows}")
  public static final class Unresolved extends Quiet {
    public Unresolved() {}
  }

  @ElasticJob(name = "later", arm = "2s")
  public static final class Later extends Quiet {
    public Later() {}
  }
}
