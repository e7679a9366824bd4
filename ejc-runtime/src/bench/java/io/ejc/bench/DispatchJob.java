package io.ejc.bench;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;

/** Takes the time as its first act, and tells it to the program that measures. */
@ElasticJob(
    name = "dispatch",
    jobParameter = "${bench.port}",
    cpuCount = 0.1,
    memoryMB = 16,
    description = "measured by DispatchBench")
public final class DispatchJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    tell(context);
  }

  static void tell(ShardingContext context) throws IOException {
    Instant started = InstantSource.system().instant();
    int port = Integer.parseInt(context.getJobParameter());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      out.writeLong(started.getEpochSecond());
      out.writeInt(started.getNano());
    }
  }
}
