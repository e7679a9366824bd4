package io.ejc.e2e.bad;

import io.ejc.api.Ejc;

/** A main as the README shows it. */
public final class BadMain {

  private BadMain() {}

  public static void main(String[] args) {
    Ejc ejc = Ejc.run(BadMain.class, args);
    System.out.println("ready " + ejc.name());
  }
}
