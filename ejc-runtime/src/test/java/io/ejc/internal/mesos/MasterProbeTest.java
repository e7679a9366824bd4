package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MasterProbeTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void a_master_that_says_its_version_is_no_problem() throws Exception {
    try (ScriptedMaster master = new ScriptedMaster()) {
      master.replyWith(ScriptedMaster.status(200, "{\"git_sha\":\"c1b4\",\"version\":\"1.12.0\"}"));
      assertThat(MasterProbe.problem(MasterAddress.parse(master.url()), MasterAccess.OPEN, LONG))
          .isEmpty();
    }
  }

  @Test
  void one_living_master_of_a_list_is_enough() throws Exception {
    try (ScriptedMaster master = new ScriptedMaster()) {
      master.replyWith(ScriptedMaster.status(200, "{\"version\": \"1.9.0\"}"));
      MasterAddress address = MasterAddress.parse(deadUrl() + "," + master.url());
      assertThat(MasterProbe.problem(address, MasterAccess.OPEN, LONG)).isEmpty();
    }
  }

  @Test
  void another_kind_of_server_is_no_master() throws Exception {
    try (ScriptedMaster master = new ScriptedMaster()) {
      master.replyWith(ScriptedMaster.status(404, "nothing here"));
      assertThat(MasterProbe.problem(MasterAddress.parse(master.url()), MasterAccess.OPEN, LONG))
          .contains(
              "Mesos master "
                  + master.url()
                  + ": it answered GET /version with 404 \"nothing here\"; this is no Mesos master;"
                  + " ejc.mesos.master must name one");
    }
  }

  @Test
  void a_refused_connection_is_said() throws Exception {
    String url = deadUrl();
    assertThat(MasterProbe.problem(MasterAddress.parse(url), MasterAccess.OPEN, LONG))
        .contains(
            "Mesos master "
                + url
                + ": the connection was refused (is it running, and does ejc.mesos.master name"
                + " it?)");
  }

  @Test
  void a_server_that_does_not_answer_is_said() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + mute.getLocalPort();
      assertThat(
              MasterProbe.problem(
                  MasterAddress.parse(url), MasterAccess.OPEN, Duration.ofMillis(200)))
          .hasValueSatisfying(
              problem ->
                  assertThat(problem)
                      .startsWith("Mesos master " + url + ": it did not answer in time"));
    }
  }

  private static String deadUrl() throws IOException {
    try (ScriptedMaster dead = new ScriptedMaster()) {
      return dead.url();
    }
  }
}
