package io.ejc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.doctor.Finding.Level;
import io.ejc.internal.mesos.MasterAccess;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.internal.model.JobDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterCheckTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "1.8.1, FATAL",
    "0.28.3, FATAL",
    "1.9.0, OK",
    "1.11.0, OK",
    "1.12.0-rc1, OK",
    "2.0.0, OK",
    "next, WARNING"
  })
  void a_master_must_be_new_enough(String version, Level level) throws Exception {
    HttpServer master = masterOf(version);
    try {
      Finding found = finding("http://127.0.0.1:" + master.getAddress().getPort());

      assertThat(found.level()).isEqualTo(level);
      assertThat(found.what())
          .startsWith("Mesos master: http://127.0.0.1:")
          .endsWith(", version " + version + " (expected: Mesos 1.9.0 or newer)");
      assertThat(found.nextStep().isEmpty()).isEqualTo(level == Level.OK);
    } finally {
      master.stop(0);
    }
  }

  @Test
  void a_master_that_is_not_there_is_fatal() throws Exception {
    HttpServer gone = masterOf("1.9.0");
    gone.stop(0);

    Finding found = finding("http://127.0.0.1:" + gone.getAddress().getPort());

    assertThat(found.level()).isEqualTo(Level.FATAL);
    assertThat(found.what()).contains("the connection was refused", "ejc.mesos.master");
  }

  @ParameterizedTest
  @CsvSource({"1.9.0, 2", "1.10.0, 1", "1.12.0, 1"})
  void limits_above_requests_want_a_master_that_knows_them(String version, int findings)
      throws Exception {
    HttpServer master = masterOf(version);
    try {
      List<Finding> found =
          examine(
              "http://127.0.0.1:" + master.getAddress().getPort(),
              List.of(
                  Jobs.job("plain").build(),
                  Jobs.job("greedy").process().atMost(1_500, 300).build()));

      assertThat(found).hasSize(findings);
      assertThat(found.stream().skip(1))
          .allMatch(finding -> finding.level() == Level.WARNING)
          .allMatch(
              finding ->
                  finding
                      .what()
                      .equals(
                          "job greedy: cpuLimit and memoryLimitMB have no effect on Mesos 1.9.0"
                              + " (expected: 1.10.0 or newer)"));
    } finally {
      master.stop(0);
    }
  }

  private static Finding finding(String address) throws InterruptedException {
    return examine(address, List.of()).get(0);
  }

  private static List<Finding> examine(String address, List<JobDefinition> jobs)
      throws InterruptedException {
    return new MasterCheck(
            new Patient.Masters(MasterAddress.parse(address), MasterAccess.OPEN, LONG), jobs)
        .examine();
  }

  private static HttpServer masterOf(String version) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/version");
          byte[] body = ("{\"version\":\"" + version + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asked ? 200 : 400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
