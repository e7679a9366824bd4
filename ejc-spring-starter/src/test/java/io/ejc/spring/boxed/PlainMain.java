package io.ejc.spring.boxed;

import io.ejc.api.Ejc;

/** Without Spring. */
public final class PlainMain {

  private PlainMain() {}

  public static void main(String[] args) throws Exception {
    try (Ejc ejc = Ejc.run(PlainMain.class, args)) {
      Script.run(ejc);
    }
    System.out.println("ended");
  }
}
