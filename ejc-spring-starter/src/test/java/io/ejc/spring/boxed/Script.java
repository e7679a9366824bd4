package io.ejc.spring.boxed;

import io.ejc.api.Ejc;
import io.ejc.api.RunView;
import java.util.concurrent.TimeUnit;

/** What the application does once it runs: one run of its job, told on the standard output. */
final class Script {

  private Script() {}

  static void run(Ejc ejc) throws Exception {
    RunView run = ejc.whenEnded(ejc.trigger("unpack").id()).get(2, TimeUnit.MINUTES);
    System.out.println("run " + run.state() + " " + run.items().get(0).reason().orElse(""));
  }
}
