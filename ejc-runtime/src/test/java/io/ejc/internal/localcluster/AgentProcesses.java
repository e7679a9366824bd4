package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer;
import org.junit.jupiter.api.Assumptions;

/**
 * The agents of a named cluster as processes of this machine, so that a case may freeze one: {@code
 * -Dejc.test.mesos.agents=PORT=PID,PORT=PID}.
 */
final class AgentProcesses {

  private static final String KEY = "ejc.test.mesos.agents";

  private final Map<String, String> pids =
      Stream.of(System.getProperty(KEY, "").split(","))
          .filter(pair -> !pair.isEmpty())
          .map(pair -> pair.split("=", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

  /** Skips a case that needs them. */
  void mustBeKnown() {
    Assumptions.assumeFalse(pids.isEmpty(), KEY + " does not name the agents' processes");
  }

  void freeze(Offer offer) throws IOException, InterruptedException {
    signal(offer, "STOP");
  }

  void thaw(Offer offer) throws IOException, InterruptedException {
    signal(offer, "CONT");
  }

  private void signal(Offer offer, String signal) throws IOException, InterruptedException {
    String port = Integer.toString(offer.getUrl().getAddress().getPort());
    assertThat(pids).as(KEY).containsKey(port);
    Process kill = new ProcessBuilder("kill", "-" + signal, pids.get(port)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
