package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Waits for a caller who never comes, and no interrupt ends that. */
@ElasticJob(name = "stubborn", jobParameter = "${shop.journal}", cpuCount = 0.1, memoryMB = 16)
public final class StubbornJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Journal.write(context, "stays");
      nobody.accept().close();
    }
  }
}
