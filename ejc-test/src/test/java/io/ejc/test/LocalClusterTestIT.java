package io.ejc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.test.shop.Greet;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes that use the annotation, and looks at what is left of them. */
class LocalClusterTestIT {

  private static final List<LocalCluster> CLUSTERS = new ArrayList<>();
  private static final List<URI> MASTERS = new ArrayList<>();

  @BeforeEach
  void forget() {
    CLUSTERS.clear();
    MASTERS.clear();
  }

  @Test
  void tests_get_one_cluster_and_the_application_on_it() {
    SummaryGeneratingListener seen = run(Good.class);

    assertThat(seen.getSummary().getFailures()).isEmpty();
    assertThat(seen.getSummary().getTestsSucceededCount()).isEqualTo(2);
    assertThat(CLUSTERS).hasSize(2).containsOnly(CLUSTERS.get(0));
    assertThatNothingAnswersAt(MASTERS.get(0));
  }

  @Test
  void the_cluster_is_closed_when_a_test_fails_and_when_the_application_cannot_start() {
    SummaryGeneratingListener seen = run(Failing.class);

    assertThat(seen.getSummary().getTestsFailedCount()).isEqualTo(2);
    assertThat(seen.getSummary().getFailures())
        .extracting(failure -> String.valueOf(failure.getException().getMessage()))
        .anyMatch(message -> message.equals("the test's own"))
        .anyMatch(message -> message.contains("ejc.unknown"));
    assertThatNothingAnswersAt(MASTERS.get(0));
  }

  @Test
  void what_is_not_said_is_asked_for_with_words() {
    SummaryGeneratingListener seen = run(WithoutApplication.class);

    assertThat(seen.getSummary().getFailures())
        .extracting(failure -> String.valueOf(failure.getException().getMessage()))
        .singleElement()
        .asString()
        .contains("no application (expected: application = the class whose package");
  }

  private static SummaryGeneratingListener run(Class<?> test) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build(),
            listener);
    return listener;
  }

  private static void assertThatNothingAnswersAt(URI address) {
    assertThatThrownBy(
            () -> {
              try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                throw new AssertionError(socket + " is connected");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @LocalClusterTest(agents = 1, application = Greet.class, properties = "greeting=hello")
  static class Good {

    @BeforeEach
    void note(LocalCluster cluster) {
      CLUSTERS.add(cluster);
      MASTERS.add(cluster.masterUrl());
    }

    @Test
    void a_job_runs(Ejc ejc) throws Exception {
      RunView run = ejc.whenEnded(ejc.trigger("greet").id()).get(2, TimeUnit.MINUTES);
      assertThat(run.state()).as("%s", run).isEqualTo(RunState.SUCCEEDED);
    }

    @Nested
    class Within {
      @Test
      void it_is_the_same_cluster(LocalCluster cluster) {
        assertThat(cluster.agentIds()).hasSize(1);
      }
    }
  }

  @LocalClusterTest(agents = 1, application = Greet.class, properties = "ejc.unknown=1")
  static class Failing {

    @BeforeEach
    void note(LocalCluster cluster) {
      MASTERS.add(cluster.masterUrl());
    }

    @Test
    void fails() {
      throw new IllegalStateException("the test's own");
    }

    @Test
    void cannot_start(Ejc ejc) {
      throw new AssertionError(ejc.name());
    }
  }

  @LocalClusterTest
  static class WithoutApplication {
    @Test
    void asks(Ejc ejc) {
      throw new AssertionError(ejc.name());
    }
  }
}
