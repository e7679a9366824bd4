package io.ejc.e2e.bare;

import io.ejc.api.Ejc;

/** A main as the README shows it. */
public final class BareMain {

  private BareMain() {}

  public static void main(String[] args) {
    Ejc ejc = Ejc.run(BareMain.class, args);
    System.out.println("ready " + ejc.name());
  }
}
