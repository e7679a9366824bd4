package io.ejc.internal.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a fire or a trigger started. Its items lie in blocks, so that changing one copies and stores
 * a block, not the run.
 *
 * @param id its id
 * @param definition the job as it was when the run was created
 * @param scheduled the instant for which it was due
 * @param created when it was recorded
 * @param ended when its last item ended
 * @param state how it stands
 * @param held whether it waits for an earlier run of its job to end
 * @param course how it came to its turn, and whether it took too long
 * @param blocks its items, {@link #BLOCK} in each block but the last
 */
public record Run(
    RunId id,
    JobDefinition definition,
    Instant scheduled,
    Instant created,
    @Nullable Instant ended,
    RunState state,
    boolean held,
    Course course,
    List<List<Item>> blocks) {

  /** Items in a block. */
  public static final int BLOCK = 128;

  /**
   * How a run came to its turn, and whether it took too long.
   *
   * @param released when its turn came and its time began; null while it is held
   * @param replaces whether earlier runs of its job end for its sake
   * @param overdue whether it took longer than its job's {@code runTimeout}: its items end, and
   *     none is launched any more
   * @param before how it stands with what is told before it begins
   * @param after how it stands with what is told after its end
   * @param code what its items run, as long as somebody has it; null for what is current
   */
  public record Course(
      @Nullable Instant released,
      boolean replaces,
      boolean overdue,
      Notice before,
      Notice after,
      @Nullable BundleId code) {

    /** A run of whatever code is current. */
    public Course(
        @Nullable Instant released,
        boolean replaces,
        boolean overdue,
        Notice before,
        Notice after) {
      this(released, replaces, overdue, before, after, null);
    }

    /** A run of which nobody is told. */
    public Course(@Nullable Instant released, boolean replaces, boolean overdue) {
      this(released, replaces, overdue, Notice.NONE, Notice.NONE);
    }

    /** How it stands with what is told at an end of the run. */
    public Notice of(Phase phase) {
      return phase == Phase.BEFORE ? before : after;
    }

    private Course turned(@Nullable Instant turn, boolean forItsSake, boolean late) {
      return new Course(turn, forItsSake, late, before, after, code);
    }

    private Course with(Phase phase, Notice notice) {
      return phase == Phase.BEFORE
          ? new Course(released, replaces, overdue, notice, after, code)
          : new Course(released, replaces, overdue, before, notice, code);
    }
  }

  /** When listeners are told of a run. */
  public enum Phase {
    /** Before its first item starts. */
    BEFORE,
    /** After its last item has ended. */
    AFTER
  }

  /** Whether listeners were told. */
  public enum Notice {
    /** Nobody is to be told, or not yet. */
    NONE,
    /** They are being told; after a change of the leader nobody knows how far that came. */
    DUE,
    /** They have been told. */
    DONE
  }

  /** Copies the outer list; blocks are immutable by construction. */
  public Run {
    blocks = List.copyOf(blocks);
  }

  /** A new run, all items waiting. */
  public static Run fresh(
      RunId id, JobDefinition definition, Instant scheduled, Instant created, boolean held) {
    int total = definition.sharding().totalCount();
    List<List<Item>> blocks = new ArrayList<>();
    for (int first = 0; first < total; first += BLOCK) {
      blocks.add(
          IntStream.range(first, Math.min(total, first + BLOCK))
              .mapToObj(number -> Item.waiting(number, created))
              .toList());
    }
    Course course = new Course(held ? null : created, false, false);
    return new Run(id, definition, scheduled, created, null, RunState.ACTIVE, held, course, blocks);
  }

  /** The number of items. */
  public int size() {
    return definition.sharding().totalCount();
  }

  /** An item. */
  public Item item(int number) {
    return blocks.get(number / BLOCK).get(number % BLOCK);
  }

  /** All items, in order. */
  public List<Item> items() {
    return blocks.stream().flatMap(List::stream).toList();
  }

  /** The same run, one item replaced. */
  public Run with(Item item) {
    int block = item.number() / BLOCK;
    List<Item> items = new ArrayList<>(blocks.get(block));
    items.set(item.number() % BLOCK, item);
    List<List<Item>> replaced = new ArrayList<>(blocks);
    replaced.set(block, List.copyOf(items));
    return new Run(id, definition, scheduled, created, ended, state, held, course, replaced);
  }

  /** The same run, waiting for its turn. */
  public Run waiting() {
    return turned(true, course.turned(null, course.replaces(), false));
  }

  /** The same run, its turn come. */
  public Run released(Instant at) {
    return turned(false, course.turned(at, course.replaces(), false));
  }

  /** The same run, for whose sake earlier ones end. */
  public Run replacing() {
    return turned(held, course.turned(course.released(), true, course.overdue()));
  }

  /** The same run, found to take too long. */
  public Run late() {
    return turned(held, course.turned(course.released(), course.replaces(), true));
  }

  /** The same run, its items to run other code from now on. */
  public Run running(@Nullable BundleId code) {
    return turned(
        held,
        new Course(
            course.released(),
            course.replaces(),
            course.overdue(),
            course.before(),
            course.after(),
            code));
  }

  /** The same run, otherwise told of. */
  public Run told(Phase phase, Notice notice) {
    return turned(held, course.with(phase, notice));
  }

  /** Whether its items wait until it was told of. */
  public boolean awaitsListeners() {
    return course.before() == Notice.DUE;
  }

  private Run turned(boolean waits, Course now) {
    return new Run(id, definition, scheduled, created, ended, state, waits, now, blocks);
  }

  /** The same run, ended. */
  public Run ended(RunState newState, Instant at) {
    return new Run(id, definition, scheduled, created, at, newState, held, course, blocks);
  }
}
