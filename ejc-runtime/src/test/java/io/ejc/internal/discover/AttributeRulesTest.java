package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.DataflowJob;
import io.ejc.api.SimpleJob;
import io.ejc.e2e.registry.RegistryJobs;
import io.ejc.e2e.timed.TimedJobs;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.discover.fixture.daemons.Daemons;
import io.ejc.internal.discover.fixture.good.SettleOrders;
import io.ejc.internal.discover.fixture.kinds.Kinds;
import io.ejc.internal.execute.methodjobs.Warehouse;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.Effective.From;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.JobOverride.Kind;
import io.ejc.internal.record.HostRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attributes given at run time make of a job, without its class. */
class AttributeRulesTest {

  private static final Map<String, String> KEYS =
      Map.of(
          "name.of.b", "b",
          "shop.backoff", "5s",
          "timed.at", "2026-03-01T00:00:00Z");

  private final AttributeRules rules = new AttributeRules();

  private static Deployment scan(Class<?> neighbour) {
    Discovery found =
        new JobScanner(
                new ScanSettings(ZoneId.of("Europe/Berlin"), 512, List.of("*")),
                key -> Optional.ofNullable(KEYS.get(key)))
            .scan(AttributeRulesTest.class.getClassLoader(), List.of(neighbour.getPackageName()));
    assertThat(found.problems()).isEmpty();
    return new Deployment(
        new DeploymentId("d"), Jobs.bundle(), found.jobs(), List.of(), found.catalog());
  }

  private Effective over(Deployment deployment, String job, String... attributes) {
    return rules.effective(deployment, decided(job, Kind.OVERRIDE, "", attributes));
  }

  private static JobOverride decided(String job, Kind kind, String jobClass, String... attributes) {
    TreeMap<String, String> texts = new TreeMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      texts.put(attributes[i], attributes[i + 1]);
    }
    JobName name = new JobName(job);
    return kind == Kind.REGISTERED
        ? JobOverride.registered(name, jobClass, texts, "", Instant.EPOCH)
        : JobOverride.over(name, jobClass, texts, "", Instant.EPOCH);
  }

  private static String text(Effective effective, String attribute) {
    return effective.attributes().stream()
        .filter(said -> said.name().equals(attribute))
        .map(said -> said.origin() + " " + said.text())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SettleOrders.class,
        Kinds.class,
        Daemons.class,
        Warehouse.class,
        TimedJobs.class,
        RegistryJobs.class
      })
  void with_nothing_laid_over_a_job_is_what_its_annotation_says(Class<?> neighbour) {
    Deployment deployment = scan(neighbour);

    assertThat(deployment.definitions()).isNotEmpty();
    for (JobDefinition job : deployment.definitions()) {
      Effective effective = over(deployment, job.name().value());

      assertThat(effective.problems()).isEmpty();
      assertThat(effective.definition()).contains(job);
      assertThat(effective.attributes()).noneMatch(said -> said.origin() == From.OVERRIDE);
    }
  }

  @Test
  void each_attribute_tells_where_it_comes_from() {
    Deployment deployment = scan(SettleOrders.class);

    Effective effective = over(deployment, "settle-orders", "cron", "0 0 * * * ?");

    assertThat(text(effective, "cron")).isEqualTo("OVERRIDE 0 0 * * * ?");
    assertThat(text(effective, "retryBackoff")).isEqualTo("CONFIGURATION 5s");
    assertThat(text(effective, "jobParameter")).isEqualTo("CONFIGURATION fast ${kept}");
    assertThat(text(effective, "isolation")).isEqualTo("ANNOTATION PROCESS");
    assertThat(text(effective, "priority")).isEqualTo("DEFAULT 0");
    assertThat(text(over(deployment, "cities"), "timeZone"))
        .isEqualTo("CONFIGURATION Europe/Berlin");
    assertThat(over(deployment, "cities").definition().orElseThrow().schedule().zone())
        .isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void the_rules_and_words_are_those_of_annotations() {
    Deployment deployment = scan(SettleOrders.class);

    assertThat(
            over(
                    deployment,
                    "cities",
                    "timeZone",
                    "Asia/Shanghi",
                    "overlap",
                    "SKIPP",
                    "failover",
                    "yes",
                    "cpuCount",
                    "half",
                    "listeners",
                    "NOBODY",
                    "memoryMB",
                    "4096",
                    "corn",
                    "0 * * * * ?")
                .problems())
        .hasSize(7)
        .anyMatch(line -> line.endsWith("did you mean Asia/Shanghai?"))
        .anyMatch(line -> line.endsWith("did you mean cron?"))
        .anyMatch(line -> line.contains("overlap: SKIPP (expected: one of SKIP, QUEUE_ONE"))
        .anyMatch(line -> line.contains("failover: yes (expected: true or false)"))
        .anyMatch(line -> line.contains("cpuCount: half (expected: a decimal number"))
        .anyMatch(line -> line.contains("listeners: NOBODY (expected: one of STOPWATCH)"))
        .anyMatch(line -> line.contains("memoryMB: 4096 (expected: at most 512"))
        .allMatch(line -> line.startsWith("job cities (" + JobScannerTest.class.getPackageName()));
  }

  @Test
  void lists_are_lines_or_separated_by_commas_and_placeholders_stay_as_they_are() {
    Deployment deployment = scan(SettleOrders.class);

    JobDefinition job =
        over(
                deployment,
                "cities",
                "cron",
                "0 * * * * ?",
                "excludedDays",
                "SAT, SUN",
                "constraints",
                "hostname:LIKE:a{1,2}\n",
                "jobParameter",
                "${shop.backoff}")
            .definition()
            .orElseThrow();

    assertThat(job.schedule().bounds().excluded()).hasSize(2);
    assertThat(job.placement().constraints()).hasSize(1);
    assertThat(job.sharding().jobParameter()).isEqualTo("${shop.backoff}");
  }

  @Test
  void a_text_must_fit_the_parameters_of_a_method() {
    Deployment deployment = scan(RegistryJobs.class);

    assertThat(over(deployment, "method", "jobParameter", "many").problems())
        .singleElement()
        .asString()
        .contains("jobParameter: many (expected: a whole number of 32 bits");
    assertThat(over(deployment, "method", "jobParameter", "3").definition()).isPresent();
  }

  @Test
  void classes_without_an_annotation_are_known_and_can_be_registered() {
    Deployment deployment = scan(RegistryJobs.class);
    String fromCode = RegistryJobs.FromCode.class.getName();
    Catalog catalog = deployment.catalog();

    assertThat(catalog.types())
        .containsEntry(fromCode, List.of(SimpleJob.class.getName()))
        .containsKey(RegistryJobs.Declared.class.getName())
        .doesNotContainKey(RegistryJobs.class.getName());
    Effective effective =
        rules.effective(
            deployment,
            decided("x", Kind.REGISTERED, fromCode, "retries", "2", "streaming", "true"));
    assertThat(effective.problems())
        .singleElement()
        .asString()
        .contains(
            "streaming: true (expected: false, as the class is no " + DataflowJob.class.getName());
    assertThat(scan(Kinds.class).catalog().types()).isNotEmpty();
    assertThat(scan(TimedJobs.class).catalog().types())
        .doesNotContainKey(TimedJobs.Telling.class.getName());
  }

  @Test
  void what_is_announced_comes_back() throws Exception {
    Deployment deployment = scan(Warehouse.class);
    var host =
        HostRecord.of(
            "h", deployment.bundle(), deployment.definitions(), "l", deployment.catalog());

    assertThat(HostRecord.read("hosts/1", host.write()).deployment())
        .isEqualTo(host.deployment())
        .extracting(Deployment::catalog)
        .isEqualTo(deployment.catalog());
  }
}
