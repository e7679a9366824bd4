package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;

/** Jobs that ask for something of the executor that they run in. */
public class TillJobs {

  @ElasticJob(
      name = "till",
      jobParameter = "${shop.journal}",
      jvmOptions = "-Dshop.till=first, second",
      environment = {"SHOP_TILL=3", "SHOP_NAME=it's"},
      cpuCount = 0.1,
      memoryMB = 16)
  void shared(ShardingContext context) {
    said(context);
  }

  @ElasticJob(
      name = "till-alone",
      isolation = Isolation.PROCESS,
      jobParameter = "${shop.journal}",
      jvmOptions = "-Dshop.till=alone",
      cpuCount = 0.1,
      memoryMB = 32)
  void alone(ShardingContext context) {
    said(context);
  }

  private static void said(ShardingContext context) {
    Journal.write(
        context,
        "told till="
            + System.getProperty("shop.till", "").replace(" ", "")
            + " number="
            + System.getenv("SHOP_TILL")
            + " name="
            + System.getenv("SHOP_NAME"));
  }
}
