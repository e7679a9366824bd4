package io.ejc.internal.match;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/** Why an item does not fit on an agent. */
public sealed interface Veto {

  /** Whether it can be otherwise on the same agent another time. */
  default boolean mayChange() {
    return true;
  }

  /**
   * The agent offers too little.
   *
   * @param resource what is short, as Mesos names it
   * @param wanted how much is wanted, the executor included where it is not running yet
   * @param offered how much is offered
   * @param executor how much of what is wanted is the executor's
   */
  record NotEnough(String resource, double wanted, double offered, double executor)
      implements Veto {

    /**
     * What is too little of what is wanted; empty when all suffices.
     *
     * @param wanted how much is wanted, the executor included where it is not running yet
     * @param there how much there is
     * @param executor how much of what is wanted is the executor's
     */
    public static Optional<Veto> of(Resources wanted, Resources there, Resources executor) {
      if (there.cpuMillis() < wanted.cpuMillis()) {
        return Optional.of(
            new NotEnough(
                "cpus",
                wanted.cpuMillis() / 1000.0,
                there.cpuMillis() / 1000.0,
                executor.cpuMillis() / 1000.0));
      }
      return of("mem", wanted.memMb(), there.memMb(), executor.memMb())
          .or(() -> of("disk", wanted.diskMb(), there.diskMb(), executor.diskMb()))
          .or(() -> of("gpus", wanted.gpus(), there.gpus(), executor.gpus()));
    }

    /** Whether too few ports are there. */
    public static Optional<Veto> ofPorts(int wanted, int there) {
      return of("ports", wanted, there, 0);
    }

    private static Optional<Veto> of(String resource, long wanted, long there, long executor) {
      return there < wanted
          ? Optional.of(new NotEnough(resource, wanted, there, executor))
          : Optional.empty();
    }

    /** How much is missing. */
    public double missing() {
      return wanted - offered;
    }

    @Override
    public String toString() {
      String overhead = executor > 0 ? ", " + plain(executor) + " of it for the executor" : "";
      return resource
          + " short by "
          + plain(missing())
          + " (wanted "
          + plain(wanted)
          + overhead
          + ", offered "
          + plain(offered)
          + ")";
    }

    /** To the thousandth, without what a double adds. */
    public static String plain(double value) {
      BigDecimal exact = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
      return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
  }

  /**
   * The shared executor's heap is booked.
   *
   * @param wantedMb how much is wanted
   * @param freeMb how much is free
   */
  record HeapBooked(long wantedMb, long freeMb) implements Veto {
    @Override
    public String toString() {
      return "heap of the shared executor short by "
          + (wantedMb - freeMb)
          + " MiB (wanted "
          + wantedMb
          + ", free "
          + freeMb
          + ")";
    }
  }

  /**
   * The agent is not what the job's rules ask for, and stays what it is.
   *
   * @param constraint the rule
   * @param found what the agent has in that field; empty when nothing
   */
  record Unsuited(Constraint constraint, String found) implements Veto {
    @Override
    public boolean mayChange() {
      return false;
    }

    @Override
    public String toString() {
      return found.isEmpty()
          ? "has no " + constraint.field() + " (wanted " + constraint + ")"
          : constraint.field() + " is " + found + " (wanted " + constraint + ")";
    }
  }

  /**
   * Other items of the run are where this one may then not be.
   *
   * @param constraint the rule
   * @param found what the agent has in that field
   * @param others how many other items are there
   */
  record Occupied(Constraint constraint, String found, int others) implements Veto {
    @Override
    public String toString() {
      return constraint.field()
          + " "
          + found
          + " has "
          + others
          + (others == 1 ? " item" : " items")
          + " of the run ("
          + constraint
          + ")";
    }
  }

  /**
   * The agent is announced to be away before the item is likely to have ended.
   *
   * @param from from when
   */
  record Maintenance(Instant from) implements Veto {
    @Override
    public String toString() {
      return "the agent is to be taken away at " + from + ", by an operator's maintenance schedule";
    }
  }

  /**
   * The agent is offered to the framework, but not for the job's role.
   *
   * @param wanted the job's role
   * @param offered the role of the offer
   */
  record OtherRole(String wanted, String offered) implements Veto {
    @Override
    public boolean mayChange() {
      return false;
    }

    @Override
    public String toString() {
      return "offered for role " + offered + " (wanted " + wanted + ")";
    }
  }
}
