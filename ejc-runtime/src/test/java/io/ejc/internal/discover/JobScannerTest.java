package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.discover.fixture.bad.BadAttributes;
import io.ejc.internal.discover.fixture.bad.BadClasses;
import io.ejc.internal.discover.fixture.good.Cities;
import io.ejc.internal.discover.fixture.good.SettleOrders;
import io.ejc.internal.model.DurationText;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Resources;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobScannerTest {

  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final Map<String, String> VALUES =
      Map.of("shop.backoff", "15s", "name.of.b", "same");
  private static final String BAD = BadClasses.class.getName();
  private static final String ATTRIBUTES = BadAttributes.class.getName();

  private final JobScanner scanner =
      new JobScanner(
          new ScanSettings(VIENNA, 512, java.util.List.of("*", "web")),
          key -> Optional.ofNullable(VALUES.get(key)));

  @Test
  void reads_every_attribute() {
    JobDefinition job = scan(SettleOrders.class).jobs().get(1);

    assertThat(job)
        .isEqualTo(
            new JobDefinition(
                new JobName("settle-orders"),
                SettleOrders.class.getName(),
                "settles",
                new JobDefinition.Schedule(
                    "0 0/5 * * * ?",
                    ZoneId.of("Asia/Shanghai"),
                    Misfire.SKIP,
                    Duration.ofMinutes(90),
                    DstGap.SKIP,
                    DstOverlap.TWICE),
                new JobDefinition.Sharding(
                    3, new TreeMap<>(Map.of(0, "Beijing", 2, "a=b")), "fast ${kept}"),
                new JobDefinition.Requirements(new Resources(250, 4096, 10, 0), Isolation.PROCESS),
                new JobDefinition.Failover(false, Duration.ofSeconds(90)),
                new JobDefinition.Retry(3, Duration.ofSeconds(15), Duration.ofMinutes(2)),
                Overlap.SKIP,
                Duration.ZERO,
                JobDefinition.Limits.NONE,
                JobDefinition.Placement.ANYWHERE,
                Duration.ofMillis(500),
                false));
  }

  @Test
  void jobs_in_an_excluded_entry_of_the_class_path_are_not_registered() {
    String own = SettleOrders.class.getPackageName();

    Discovery without =
        scanner.without("test-classes"::equals).scan(getClass().getClassLoader(), List.of(own));
    Discovery with =
        scanner.without("other.jar"::equals).scan(getClass().getClassLoader(), List.of(own));

    assertThat(without.jobs()).isEmpty();
    assertThat(with.jobs()).isNotEmpty();
  }

  @Test
  void reads_defaults_of_a_nested_class_and_sorts_by_name() {
    Discovery discovery = scan(Cities.class);

    assertThat(discovery.problems()).isEmpty();
    assertThat(discovery.jobs())
        .extracting(job -> job.name().value())
        .containsExactly("cities", "settle-orders");
    assertThat(discovery.jobs().get(0))
        .isEqualTo(
            new JobDefinition(
                new JobName("cities"),
                Cities.Nested.class.getName(),
                "",
                new JobDefinition.Schedule(
                    "",
                    VIENNA,
                    Misfire.FIRE_ONCE,
                    Duration.ofDays(1),
                    DstGap.AUTO,
                    DstOverlap.AUTO),
                new JobDefinition.Sharding(1, new TreeMap<>(), ""),
                new JobDefinition.Requirements(new Resources(500, 128, 0, 0), Isolation.SHARED),
                new JobDefinition.Failover(true, Duration.ofMinutes(5)),
                new JobDefinition.Retry(0, Duration.ofSeconds(10), Duration.ofMinutes(10)),
                Overlap.SKIP,
                Duration.ZERO,
                JobDefinition.Limits.NONE,
                JobDefinition.Placement.ANYWHERE,
                Duration.ofSeconds(10),
                true));
  }

  @Test
  void reports_all_problems_of_one_scan_together() {
    Discovery discovery = scan(BadClasses.class);

    assertThat(discovery.jobs()).extracting(job -> job.name().value()).containsExactly("same");
    assertThat(discovery.problems())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ruleBreakers(), notCarriedOut(), itemsAndNames(), classes())
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void says_where_it_looked_when_there_is_no_job() {
    Discovery discovery =
        scanner.scan(getClass().getClassLoader(), List.of("com.acme.nothing", "com.acme.more"));

    assertThat(discovery.jobs()).isEmpty();
    assertThat(discovery.problems())
        .containsExactly(
            "ejc.scan.packages: com.acme.nothing, com.acme.more (expected: packages that hold at"
                + " least one class annotated with @ElasticJob); annotate a class there, or set"
                + " ejc.scan.packages to the packages of the jobs");
  }

  @Test
  void finds_the_same_each_time() {
    assertThat(scan(BadClasses.class)).isEqualTo(scan(BadClasses.class));
  }

  @Test
  void passes_over_classes_that_cannot_be_read(@TempDir Path directory) throws Exception {
    CompiledSources.compile(directory, Map.of("acme.Fine", job("fine", "Fine", "", "")));
    Files.write(directory.resolve("acme/Broken.class"), new byte[] {1, 2, 3});
    Files.write(
        directory.resolve("acme/Cut.class"),
        new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61, 0, 99});

    Discovery discovery = scanCompiled(directory);

    assertThat(discovery.problems()).isEmpty();
    assertThat(discovery.jobs()).hasSize(1);
  }

  @Test
  void names_a_super_type_that_is_missing(@TempDir Path directory) throws Exception {
    CompiledSources.compile(
        directory,
        Map.of(
            "acme.Base", "package acme; public class Base {}",
            "acme.Orphan", job("orphan", "Orphan", "extends Base", ""),
            "acme.Fine", job("fine", "Fine", "", "")));
    Files.delete(directory.resolve("acme/Base.class"));

    Discovery discovery = scanCompiled(directory);

    assertThat(discovery.problems())
        .containsExactly(
            "job orphan (acme.Orphan) class: extends or implements acme.Base (expected: super types"
                + " that are on the class path); add what holds acme.Base");
    assertThat(discovery.jobs()).extracting(job -> job.name().value()).contains("fine");
  }

  @Test
  void refuses_a_spring_bean_also_by_a_composed_annotation(@TempDir Path directory)
      throws Exception {
    CompiledSources.compile(
        directory,
        Map.of(
            "org.springframework.stereotype.Component",
            "package org.springframework.stereotype; public @interface Component {}",
            "org.springframework.stereotype.Repository",
            "package org.springframework.stereotype; @Component public @interface Repository {}",
            "acme.Direct",
            job("direct", "Direct", "", "@org.springframework.stereotype.Component"),
            "acme.Composed",
            job("composed", "Composed", "", "@org.springframework.stereotype.Repository")));

    assertThat(scanCompiled(directory).problems())
        .hasSize(2)
        .allMatch(
            problem ->
                problem.endsWith(
                    "class: a Spring bean (expected: a plain class; jobs that are Spring beans are"
                        + " not carried out by this version); remove @Component, or what stands for"
                        + " it, from the class"));
  }

  @Test
  void leaves_constructors_to_a_job_factory(@TempDir Path directory) throws Exception {
    CompiledSources.compile(
        directory,
        Map.of(
            "acme.Needy",
            job("needy", "Needy", "", "").replace("{ public", "{ Needy(String p) {} public"),
            "acme.Factory",
            "package acme; public class Factory implements io.ejc.api.spi.JobFactory {"
                + " public <T> T create(Class<T> type) { return null; } }"));
    assertThat(scanCompiled(directory).problems()).hasSize(1);

    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.ejc.api.spi.JobFactory"), "acme.Factory");
    assertThat(scanCompiled(directory).problems()).isEmpty();

    Files.writeString(services.resolve("io.ejc.api.spi.JobFactory"), "acme.Missing");
    assertThat(scanCompiled(directory).problems())
        .singleElement()
        .asString()
        .contains("META-INF/services/io.ejc.api.spi.JobFactory", "acme.Missing");
  }

  private Discovery scan(Class<?> neighbour) {
    return scanner.scan(getClass().getClassLoader(), List.of(neighbour.getPackageName()));
  }

  private Discovery scanCompiled(Path directory) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      return scanner.scan(loader, List.of("acme"));
    }
  }

  private static String job(String name, String className, String parent, String annotation) {
    return String.format(
        "package acme; @io.ejc.api.ElasticJob(name = \"%s\") %s public class %s %s implements"
            + " io.ejc.api.SimpleJob { public void execute(io.ejc.api.ShardingContext c) {} }",
        name, annotation, className, parent);
  }

  private static List<String> ruleBreakers() {
    return Stream.of(
            "name: a/b (expected: [A-Za-z0-9._-]{1,100})",
            "description: ${open (expected: a closing brace for each ${); write $${ for the text"
                + " ${",
            "timeZone: Europe/Berln (expected: an id of the time zone database such as"
                + " Asia/Shanghai); did you mean Europe/Berlin?",
            "cron: 0 61 * * * ? (expected: minutes 0 to 59; found 61)",
            "misfireWindow: soon (expected: " + DurationText.RULE + ")",
            "shardingTotalCount: 0 (expected: 1 to 10000)",
            "shardingItemParameters: 0=Beijing,Shanghai (expected: pairs item=value separated by"
                + " commas); wrong is the pair 'Shanghai'",
            "jobParameter: ${missing.key} (expected: a value for missing.key); set missing.key, or"
                + " give a default as in ${missing.key:default}",
            "cpuCount: 0.0 (expected: 0.001 or more, at most 1000000)",
            "memoryMB: 0 (expected: 1 or more)",
            "diskMB: -1 (expected: 0 or more)",
            "failoverAfter: -5m (expected: " + DurationText.RULE + ")",
            "retries: -1 (expected: 0 to 100)",
            "retryBackoffMax: 10s (expected: at least retryBackoff, which is 10m)",
            "killGrace: empty (expected: " + DurationText.RULE + ")")
        .map(problem -> "job a/b (" + ATTRIBUTES + "$Everything) " + problem)
        .toList();
  }

  private static List<String> notCarriedOut() {
    return List.of(
        later("dependsOn: cities", "empty"),
        later("arm: 1s", "empty"),
        attribute("later", "$Later")
            + "listeners: mine (expected: one of STOPWATCH); name its class in"
            + " META-INF/services/io.ejc.api.spi.ItemListener",
        attribute("later", "$Later")
            + "errorHandler: mail (expected: one of LOG, THROW, IGNORE, POSTBOX); name its class in"
            + " META-INF/services/io.ejc.api.spi.JobErrorHandler");
  }

  private static List<String> itemsAndNames() {
    return List.of(
        attribute("later", "$Later") + "priority: 1001 (expected: -1000 to 1000)",
        attribute("later", "$Later") + "gpus: 1001 (expected: 0 to 1000)",
        attribute("later", "$Later")
            + "constraints: rack:GROUPBY (expected: field:OPERATOR or field:OPERATOR:value, the"
            + " operator one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS); did you mean"
            + " rack:GROUP_BY?",
        attribute("later", "$Later")
            + "constraints: UNIQUE:hostname (expected: field:OPERATOR or field:OPERATOR:value, the"
            + " operator one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS); did you mean"
            + " hostname:UNIQUE?",
        attribute("later", "$Later")
            + "role: wep (expected: one of ejc.mesos.role and ejc.mesos.roles, which are *, web);"
            + " did you mean web?",
        attribute("later", "$Later") + "ports: 101 (expected: 0 to 100)",
        attribute("later", "$Later")
            + "cpuLimit: 2.0 (expected: 0, because items with isolation = SHARED share one limit;"
            + " use isolation = PROCESS)",
        attribute("later", "$Later")
            + "memoryLimitMB: 64 (expected: 0, or memoryMB, which is 128, or more)",
        attribute("later", "$Later") + "timeout: 0s (expected: more than nothing, or empty)",
        attribute("alone", "$Alone")
            + "exclusive: true (expected: isolation = PROCESS, because a lease that runs out ends"
            + " the whole JVM of the item)",
        attribute("alone", "$Alone") + "lease: 5s (expected: 10s to 1d)",
        attribute("large", "$Large")
            + "memoryMB: 4096 (expected: at most 512, the heap of a shared executor; use isolation"
            + " = PROCESS or raise ejc.executor.heapMB)",
        attribute("range", "$OutOfRange")
            + "shardingItemParameters: 0=a,2=b (expected: items from 0 to 1); item 2 is not below"
            + " shardingTotalCount = 2",
        attribute("twice", "$Twice")
            + "shardingItemParameters: 1=a,1=b (expected: each item once); item 1 is named twice",
        attribute("same", "$SameA") + "shardingTotalCount: 10001 (expected: 1 to 10000)",
        attribute("same", "$SameA, " + ATTRIBUTES + "$SameB")
            + "name: same (expected: a name that one class has); rename all but one",
        attribute("never", "$Never")
            + "cron: 0 0 0 30 2 ? (expected: a date that exists; no month named has such a day)");
  }

  private static List<String> classes() {
    String noObjects = " (expected: a class of which objects can be made)";
    String noConstructor =
        "no public constructor without parameters (expected: one); add it, or a JobFactory service"
            + " that makes the job";
    return List.of(
        ofClass("abstract", "$Abstract", "abstract" + noObjects),
        ofClass("interface", "$Interface", "an interface" + noObjects),
        ofClass("enum", "$Enumeration", "an enum" + noObjects),
        ofClass("local", "$1Local", "declared inside a method" + noObjects),
        ofClass(
            "inner",
            "$Inner",
            "an inner class (expected: a top-level or static nested class); declare it static"),
        ofClass("hidden", "$Hidden", "not public (expected: a public class)"),
        ofClass("parameters", "$Parameters", noConstructor),
        ofClass("private-constructor", "$PrivateConstructor", noConstructor),
        ofClass(
            "no-interface",
            "$NoInterface",
            "implements no job interface (expected: one of io.ejc.api.SimpleJob,"
                + " io.ejc.api.DataflowJob, io.ejc.api.ScriptJob, io.ejc.api.HttpJob,"
                + " io.ejc.guide.FileJob, or @ShellJob beside @ElasticJob)"));
  }

  private static String attribute(String name, String type) {
    return "job " + name + " (" + ATTRIBUTES + type + ") ";
  }

  private static String later(String problem, String byDefault) {
    return attribute("later", "$Later")
        + problem
        + " is not carried out by this version (expected: the default, "
        + byDefault
        + ")";
  }

  private static String ofClass(String name, String type, String problem) {
    return "job " + name + " (" + BAD + type + ") class: " + problem;
  }
}
