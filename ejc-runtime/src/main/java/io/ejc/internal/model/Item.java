package io.ejc.internal.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sharding item of a run: its state, its budgets and its latest attempts.
 *
 * @param number which item, from 0
 * @param state how it stands
 * @param launches how many attempts were intended; the number of the latest one
 * @param budgets what was used up
 * @param notBefore when it may be placed, while it waits
 * @param killRequested whether somebody asked for its end
 * @param reason why it stands so, may be empty
 * @param attempts the latest attempts, oldest first
 * @param firings what became of its due instants, when it fires by itself
 */
public record Item(
    int number,
    ItemState state,
    int launches,
    Budgets budgets,
    Instant notBefore,
    boolean killRequested,
    String reason,
    List<Attempt> attempts,
    Firings firings) {

  /** How many attempts of an item are kept. */
  public static final int ATTEMPTS_KEPT = 5;

  private static final String STUCK = "stuck in shared executor";

  /** Copies the list; a record from before items fired by themselves tells of no firing. */
  public Item {
    attempts = List.copyOf(attempts);
    firings = Objects.requireNonNullElse(firings, Firings.NONE);
  }

  /**
   * What an item has used up of what it may.
   *
   * @param retries new attempts after its own failure
   * @param losses new attempts after a loss
   * @param refusals new attempts after Mesos called a launch invalid
   */
  public record Budgets(int retries, int losses, int refusals) {
    /** Nothing used. */
    public static final Budgets UNUSED = new Budgets(0, 0, 0);

    /** One more of a kind used. */
    public Budgets use(Cause cause) {
      return switch (cause) {
        case FAILURE -> new Budgets(retries + 1, losses, refusals);
        case LOSS -> new Budgets(retries, losses + 1, refusals);
        case REFUSAL -> new Budgets(retries, losses, refusals + 1);
        case STALE_OFFER, BESIDE_STUCK, NOT_TAKEN, CLUSTER_STOPPED -> this;
      };
    }
  }

  /** Why an item waits for another attempt. */
  public enum Cause {
    /** The job's own failure. */
    FAILURE,
    /** Its executor or agent was lost, or the code did not arrive. */
    LOSS,
    /** Mesos called the launch invalid. */
    REFUSAL,
    /** The offer was gone when the launch arrived; costs nothing. */
    STALE_OFFER,
    /** Its shared executor was ended because of another item that did not end; costs nothing. */
    BESIDE_STUCK,
    /** The executor was ending when the launch arrived; costs nothing. */
    NOT_TAKEN,
    /** The local cluster ended with its host; costs nothing. */
    CLUSTER_STOPPED
  }

  /** A new item, to be placed at once. */
  public static Item waiting(int number, Instant since) {
    return new Item(
        number, ItemState.WAITING, 0, Budgets.UNUSED, since, false, "", List.of(), Firings.NONE);
  }

  /** The latest attempt. */
  public @Nullable Attempt latest() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  /** The same item, with one more attempt. */
  public Item launched(Attempt attempt) {
    List<Attempt> kept = new ArrayList<>();
    attempts.forEach(earlier -> kept.add(earlier.past()));
    if (kept.size() == ATTEMPTS_KEPT) {
      kept.remove(0);
    }
    kept.add(attempt);
    return new Item(
        number,
        ItemState.LAUNCHED,
        attempt.number(),
        budgets,
        notBefore,
        killRequested,
        reason,
        kept,
        firings);
  }

  /** The same item, its latest attempt replaced. */
  public Item withLatest(ItemState newState, Attempt attempt) {
    List<Attempt> replaced = new ArrayList<>(attempts);
    replaced.set(replaced.size() - 1, attempt);
    return new Item(
        number, newState, launches, budgets, notBefore, killRequested, reason, replaced, firings);
  }

  /** The same item, waiting for another attempt. */
  public Item waits(Instant until, Cause cause, String why) {
    return new Item(
        number,
        ItemState.WAITING,
        launches,
        budgets.use(cause),
        until,
        killRequested,
        bounded(why),
        attempts,
        firings);
  }

  /** The same item, with its end asked for. */
  public Item killRequested(String why) {
    return with(state, true, why, firings);
  }

  /** The same item, whose attempt does not end although it was asked to. */
  public Item stuck() {
    return with(state, killRequested, reason.isEmpty() ? STUCK : reason + "; " + STUCK, firings);
  }

  /** The same item, ended. */
  public Item ended(ItemState newState, String why) {
    return with(newState, killRequested, why, firings);
  }

  /** The same item, which has told of more of its due instants. */
  public Item fired(Firings more) {
    return with(state, killRequested, reason, firings.plus(more));
  }

  private Item with(ItemState newState, boolean kill, String why, Firings told) {
    return new Item(
        number, newState, launches, budgets, notBefore, kill, bounded(why), attempts, told);
  }

  private static String bounded(String why) {
    return Words.bounded(why, Words.REASON_MAX);
  }
}
