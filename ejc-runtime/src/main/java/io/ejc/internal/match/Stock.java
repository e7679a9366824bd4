package io.ejc.internal.match;

import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Resources;
import java.util.ArrayList;
import java.util.List;

/** What is left of the resources offered under one role; reserved ones are used first. */
public final class Stock {

  private final String role;
  private final List<Portion> portions = new ArrayList<>();
  private Resources free = Resources.NONE;
  private int ports;

  /** Nothing yet, under a role. */
  public Stock(String role) {
    this.role = role;
  }

  /** Adds what an offer has. */
  public void add(Allocation offered) {
    for (Portion portion : offered.portions()) {
      portions.add(portion.reservation().exists() ? reserved() : portions.size(), portion);
    }
    free = free.plus(offered.amounts());
    ports += offered.portCount();
  }

  private int reserved() {
    int index = 0;
    while (index < portions.size() && portions.get(index).reservation().exists()) {
      index++;
    }
    return index;
  }

  Resources free() {
    return free;
  }

  int ports() {
    return ports;
  }

  Allocation left() {
    return new Allocation(role, portions);
  }

  /** What would be taken; the amounts must be there. */
  Allocation peek(Resources wanted) {
    Resources missing = wanted;
    List<Portion> taken = new ArrayList<>();
    for (Portion portion : portions) {
      Resources part = portion.amounts().least(missing);
      missing = missing.minus(part);
      add(taken, new Portion(portion.reservation(), part, Ports.NONE));
    }
    return new Allocation(role, taken);
  }

  /** Takes; the amounts and ports must be there. */
  public Allocation take(Resources wanted, int wantedPorts) {
    Resources missing = wanted;
    int missingPorts = wantedPorts;
    List<Portion> taken = new ArrayList<>();
    List<Portion> left = new ArrayList<>();
    for (Portion portion : portions) {
      Resources part = portion.amounts().least(missing);
      int count = Math.min(missingPorts, portion.ports().count());
      missing = missing.minus(part);
      missingPorts -= count;
      add(taken, new Portion(portion.reservation(), part, portion.ports().first(count)));
      add(
          left,
          new Portion(
              portion.reservation(),
              portion.amounts().minus(part),
              portion.ports().withoutFirst(count)));
    }
    portions.clear();
    portions.addAll(left);
    free = free.minus(wanted);
    ports -= wantedPorts;
    return new Allocation(role, taken);
  }

  private static void add(List<Portion> all, Portion portion) {
    if (!portion.nothing()) {
      all.add(portion);
    }
  }
}
