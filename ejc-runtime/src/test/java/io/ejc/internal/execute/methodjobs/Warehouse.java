package io.ejc.internal.execute.methodjobs;

import io.ejc.api.ElasticJob;
import io.ejc.api.JobParameter;
import io.ejc.api.ShardingContext;
import io.ejc.api.ShardingItem;
import io.ejc.api.ShardingParameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Methods that say what they were given: by an exception, which is what reaches the scheduler. */
@SuppressWarnings("DoNotCallSuggester") // nobody but EJC calls them
public class Warehouse {

  private final Thread madeOn = Thread.currentThread();

  /** The enum of a parameter. */
  enum Mode {
    FAST,
    THOROUGH
  }

  /** What a job has to say. */
  static final class SaidException extends Exception {
    private static final long serialVersionUID = 1L;

    SaidException(@Nullable Object... what) {
      super(java.util.Arrays.asList(what).toString());
    }
  }

  @ElasticJob(name = "numbers", shardingItemParameters = "0=7,1=7,2=7", shardingTotalCount = 3)
  public void numbers(
      ShardingContext context,
      @ShardingItem int item,
      @ShardingItem Integer boxedItem,
      @ShardingParameter int whole,
      @ShardingParameter Integer boxedWhole,
      @ShardingParameter long large,
      @ShardingParameter Long boxedLarge,
      @ShardingParameter double decimal,
      @ShardingParameter Double boxedDecimal,
      @ShardingParameter BigDecimal exact,
      @ShardingParameter String text)
      throws SaidException {
    throw new SaidException(
        context.getShardingItem(),
        item,
        boxedItem,
        whole,
        boxedWhole,
        large,
        boxedLarge,
        decimal,
        boxedDecimal,
        exact,
        text,
        madeOn == Thread.currentThread());
  }

  @ElasticJob(name = "flags")
  protected final synchronized void flags(
      @JobParameter boolean flag, @JobParameter Boolean boxed, @JobParameter String text)
      throws SaidException {
    throw new SaidException(flag, boxed, text);
  }

  @ElasticJob(name = "day")
  void day(@JobParameter @Nullable LocalDate day) throws SaidException {
    throw new SaidException(day);
  }

  @ElasticJob(name = "time")
  static void time(@JobParameter LocalTime time) throws SaidException {
    throw new SaidException(time);
  }

  @ElasticJob(name = "moment")
  static void moment(@JobParameter LocalDateTime moment) throws SaidException {
    throw new SaidException(moment);
  }

  @ElasticJob(name = "instant")
  static void instant(@JobParameter Instant instant) throws SaidException {
    throw new SaidException(instant);
  }

  @ElasticJob(name = "duration")
  static void duration(@JobParameter Duration duration) throws SaidException {
    throw new SaidException(duration);
  }

  @ElasticJob(name = "mode")
  static void mode(@JobParameter @Nullable Mode mode, ShardingContext context)
      throws SaidException {
    throw new SaidException(mode, context.getTaskId());
  }

  @ElasticJob(name = "nothing")
  static void nothing() throws IOException {
    throw new IOException("a checked exception");
  }

  @ElasticJob(name = "quiet")
  void quiet() {}

  /** Has methods of its own; nobody makes an object of it. */
  enum Shelf {
    ONLY;

    @ElasticJob(name = "of-enum")
    static void count() throws SaidException {
      throw new SaidException(ONLY);
    }
  }
}
