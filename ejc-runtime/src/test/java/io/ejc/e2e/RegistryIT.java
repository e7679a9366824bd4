package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.api.AttemptView;
import io.ejc.api.DefinitionView;
import io.ejc.api.DefinitionView.Origin;
import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.ItemView;
import io.ejc.api.JobAttributes;
import io.ejc.api.JobRegistry;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.registry.RegistryJobs;
import io.ejc.e2e.registry.RegistryJobs.FromCode;
import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs at run time, in a host that starts again, on a cluster with real executors. */
class RegistryIT {

  @TempDir private static Path directory;
  private ClusterUnderTest cluster;
  private Ejc ejc;

  @BeforeEach
  void start() {
    cluster =
        ClusterUnderTest.open(
            LocalCluster.builder().directory(directory.resolve("cluster")).agents(1));
    ejc = host();
  }

  private Ejc host() {
    return Ejc.builder(RegistryJobs.class)
        .args(
            "--ejc.name=" + cluster.name("registry"),
            "--ejc.mesos.master=" + cluster.master(),
            "--ejc.zookeeper.servers=" + cluster.zookeeper(),
            "--ejc.serve.port=0",
            "--ejc.doctor=off",
            "--ejc.advertise.address=127.0.0.1",
            "--ejc.bundle.dir=" + directory.resolve("bundle"),
            "--ejc.executor.java=" + ClusterUnderTest.java())
        .start();
  }

  @AfterEach
  void end() throws Exception {
    try (ClusterUnderTest last = cluster) {
      assertThat(last.master()).isNotEmpty();
      if (ejc != null) {
        ejc.close();
      }
    }
  }

  private String told(String job, String key) throws Exception {
    RunView run = ejc.whenEnded(ejc.trigger(job, key).id()).get(120, TimeUnit.SECONDS);
    ItemView item = run.items().get(run.items().size() - 1);
    List<AttemptView> attempts = item.attempts();
    return attempts.get(attempts.size() - 1).failure().orElseThrow().message();
  }

  @Test
  void a_job_from_code_runs_outlives_a_restart_is_changed_and_removed() throws Exception {
    ejc.registry()
        .register(
            "from-code",
            FromCode.class,
            JobAttributes.of("fixedRate", "1s").and("jobParameter", "first"));
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> ejc.runs("from-code").stream().anyMatch(run -> run.state() == RunState.FAILED));

    ejc.close();
    ejc = host();
    JobRegistry registry = ejc.registry();

    assertThat(ejc.job("from-code").orElseThrow().trigger()).isEqualTo("every PT1S");
    DefinitionView definition = registry.definition("from-code");
    assertThat(definition.fromCode()).isTrue();
    assertThat(definition.jobClass()).isEqualTo(FromCode.class.getName());
    assertThat(definition.attribute("fixedRate").origin()).isEqualTo(Origin.OVERRIDE);
    assertThat(definition.attribute("cpuCount").text()).isEqualTo("0.5");
    registry.update(
        "from-code",
        JobAttributes.of("fixedRate", "").and("jobParameter", "next").and("shardingTotalCount", 2));
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> ejc.runs("from-code").stream().noneMatch(run -> run.state() == RunState.ACTIVE));
    assertThat(told("from-code", "k")).isEqualTo("1 next");
    registry.remove("from-code");
    assertThat(ejc.job("from-code")).isEmpty();
    assertThatThrownBy(() -> ejc.trigger("from-code", "gone"))
        .isInstanceOf(EjcException.class)
        .hasMessageContaining("job: from-code (expected: a registered job)");
    assertThat(ejc.problems()).isEmpty();
  }

  @Test
  void an_override_wins_over_the_annotation_until_it_is_reset() throws Exception {
    JobRegistry registry = ejc.registry();
    registry.update("declared", JobAttributes.of("jobParameter", "overridden"));
    registry.update("method", JobAttributes.of("jobParameter", 7));

    assertThat(told("declared", "a")).isEqualTo("overridden");
    assertThat(told("method", "a")).isEqualTo("number 7");
    ejc.close();
    ejc = host();
    assertThat(told("declared", "b")).isEqualTo("overridden");
    ejc.registry().reset("declared", "jobParameter");
    assertThat(told("declared", "c")).isEqualTo("annotated");
    assertThat(ejc.registry().definition("declared").attribute("jobParameter"))
        .isEqualTo(new DefinitionView.Attribute("jobParameter", "annotated", Origin.ANNOTATION));
  }

  @Test
  void what_is_refused_names_attribute_value_and_rule() {
    JobRegistry registry = ejc.registry();

    refused(
        () -> registry.update("method", JobAttributes.of("jobParameter", "many")),
        "job method (" + RegistryJobs.class.getName() + "#method) jobParameter: many (expected: ");
    refused(
        () -> registry.register("x", RegistryJobs.class, JobAttributes.none()),
        "job x class: " + RegistryJobs.class.getName() + " (expected: a class of the deployed");
    refused(
        () -> registry.update("declared", JobAttributes.of("retryOn", "com.acme.Nothing")),
        "job declared retryOn: com.acme.Nothing (expected: a class that is on the class path)");
    refused(
        () -> registry.reset("declared", "corn"),
        "job declared corn: no attribute (expected: an attribute of @ElasticJob); did you mean"
            + " cron?");
    refused(() -> registry.remove("declared"), "job: declared (expected: a job that code");
    refused(() -> registry.definition("nobody"), "job: nobody (expected: a registered job)");
  }

  private static void refused(Runnable call, String words) {
    assertThatThrownBy(call::run).isInstanceOf(EjcException.class).hasMessageContaining(words);
  }
}
