package io.ejc.internal.match;

import java.time.Instant;

/** Why an item does not fit on an agent. */
public sealed interface Veto {

  /**
   * The agent offers too little.
   *
   * @param resource what is short, as Mesos names it
   * @param wanted how much is wanted, the executor included where it is not running yet
   * @param offered how much is offered
   */
  record NotEnough(String resource, double wanted, double offered) implements Veto {
    @Override
    public String toString() {
      return resource
          + " short by "
          + (wanted - offered)
          + " (wanted "
          + wanted
          + ", offered "
          + offered
          + ")";
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
   * The agent is announced to be away before the item is likely to have ended.
   *
   * @param from when
   */
  record Maintenance(Instant from) implements Veto {
    @Override
    public String toString() {
      return "the agent is to be taken away at " + from + ", by an operator's maintenance schedule";
    }
  }
}
