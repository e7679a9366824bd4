package io.ejc.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps late attempts from harming what is outside. An attempt that lives on behind a broken
 * network, or wakes after it was frozen, does not know that another one has taken its place. The
 * store that both write to can know: it keeps the highest token that it has seen and refuses a
 * lower one. A token rises with every attempt, see {@link ShardingContext#getFencingToken()}.
 *
 * <p>For rows of a database see {@link FenceTable}; for a place with compare-and-set, such as a
 * ZooKeeper node, see {@link #raise(FenceCell)}. Immutable; safe for use by many threads.
 */
public final class Fence {

  private final String name;
  private final long token;

  private Fence(String name, long token) {
    this.name = name;
    this.token = token;
  }

  /**
   * The fence of an item: each item of a job has its own, because they work beside each other.
   *
   * @param context the attempt's
   */
  public static Fence of(ShardingContext context) {
    return of(context, context.getJobName() + "." + context.getShardingItem());
  }

  /**
   * A fence of another name, for something that one item at a time writes to.
   *
   * @param context the attempt's
   * @param name what is fenced; at most one item may use a name at a time
   */
  public static Fence of(ShardingContext context, String name) {
    return new Fence(requireNonNull(name, "name"), context.getFencingToken());
  }

  /** What is fenced. */
  public String name() {
    return name;
  }

  /** The attempt's token. */
  public long token() {
    return token;
  }

  /**
   * Keeps this attempt's token in a place if none higher is there.
   *
   * @return the version of the place while this token is the highest; a write of the attempt's own
   *     that is made only if the version is still this one is safe
   * @throws FencedOffException when a later attempt was there
   * @throws X what goes wrong when the place cannot be reached
   */
  public <X extends Exception> long raise(FenceCell<X> cell) throws X {
    while (true) {
      Optional<FenceCell.Held> held = cell.read();
      if (held.isPresent() && held.get().token() == token) {
        return held.get().version();
      }
      if (held.isPresent() && held.get().token() > token) {
        throw new FencedOffException(this, held.get().token());
      }
      OptionalLong version = cell.write(held, token);
      if (version.isPresent()) {
        return version.getAsLong();
      }
    }
  }

  @Override
  public String toString() {
    return name + " " + token;
  }
}
