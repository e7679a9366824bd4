package io.ejc.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.spi.EjcApplication;
import io.ejc.api.spi.EjcProvider;
import io.ejc.spring.shop.ShopApplication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class EjcStarterTest {

  private final RecordedEjc recorded = new RecordedEjc();
  private final List<Class<?>> sources = new ArrayList<>(List.of(ShopApplication.class));

  @BeforeEach
  void no_reports_yet() {
    ReportedFailures.REPORTS.clear();
  }

  @Test
  void starts_after_all_other_beans_and_closes_before_them() {
    try (ConfigurableApplicationContext context = start(Map.of())) {
      assertThat(context.getBean(Ejc.class).name()).isEqualTo("recorded 1");
      assertThat(recorded.events).containsExactly("bean started", "ejc started");
    }
    assertThat(recorded.events)
        .containsExactly("bean started", "ejc started", "ejc closed", "bean stopped");
  }

  @Test
  void the_application_is_the_annotated_class_and_its_packages_are_scanned() {
    try (ConfigurableApplicationContext context = start(Map.of())) {
      assertThat(context.isRunning()).isTrue();
      assertThat(recorded.application().mainClass()).isEqualTo(ShopApplication.class);
      assertThat(recorded.application().properties())
          .containsEntry("ejc.scan.packages", "io.ejc.spring.shop");
    }
  }

  @Test
  void the_name_is_that_of_the_spring_application_unless_it_has_one_of_its_own() {
    assertThat(application(Map.of("spring.application.name", "shop")).properties())
        .containsEntry("ejc.name", "shop");
    recorded.started.clear();
    assertThat(
            application(Map.of("spring.application.name", "shop", "ejc.name", "jobs")).properties())
        .containsEntry("ejc.name", "jobs");
  }

  @Test
  void keys_of_application_yml_reach_ejc_in_its_own_spelling() {
    Map<String, String> properties = application(Map.of()).properties();

    assertThat(properties)
        .containsEntry("ejc.mesos.failoverTimeout", "2d")
        .containsEntry("ejc.mesos.connectTimeout", "7s")
        .containsEntry("ejc.executor.heapMB", "300")
        .containsEntry("ejc.local.memoryMB", "2048")
        .containsEntry("ejc.executor.jvmOptions", "-Xss1m,-Dtier=gold")
        .containsEntry("ejc.local.dir", "target/gold");
    assertThat(properties.keySet()).noneMatch(key -> key.startsWith("ejc.spring."));
  }

  @Test
  void run_listeners_are_beans() {
    assertThat(application(Map.of()).runListeners()).hasSize(1);
  }

  @Test
  void other_keys_go_along_for_placeholders_in_attributes() {
    assertThat(application(Map.of()).properties())
        .containsEntry("shop.warehouses", "north and south");
  }

  @Test
  void the_stronger_source_wins_a_list_as_a_whole() {
    assertThat(application(Map.of("ejc.executor.jvmOptions[0]", "-Xss2m")).properties())
        .containsEntry("ejc.executor.jvmOptions", "-Xss2m");
  }

  @Test
  void packages_that_are_named_replace_those_of_the_application() {
    assertThat(application(Map.of("ejc.scan.packages", "com.acme")).properties())
        .containsEntry("ejc.scan.packages", "com.acme");
  }

  @Test
  void keys_of_the_command_line_stay_as_strong_as_they_are_for_spring() {
    EjcApplication application =
        application(
            Map.of("ejc.local.agents", "5"),
            "--ejc.local.agents=3",
            "--ejc.spring.enabled=true",
            "--shop.warehouses=south");

    assertThat(application.args()).containsExactly("--ejc.local.agents=3");
    assertThat(application.properties())
        .doesNotContainKey("ejc.local.agents")
        .containsEntry("shop.warehouses", "south");
  }

  @Test
  void system_properties_and_environment_are_left_to_ejc() {
    assertThat(application(Map.of()).properties())
        .doesNotContainKeys("java.home", "PATH")
        .doesNotContainKeys(System.getenv().keySet().toArray(String[]::new));
  }

  @Test
  void a_key_with_an_unresolved_placeholder_stops_the_start_with_its_name() {
    fail(Map.of("ejc.name", "${shop.name.missing}"));

    assertThat(onlyReport().getDescription())
        .contains("ejc.name: ${shop.name.missing} (expected: a value for every placeholder)");
  }

  @Test
  void is_switched_off_by_its_key() {
    try (ConfigurableApplicationContext context = start(Map.of("ejc.spring.enabled", "false"))) {
      assertThat(context.getBeansOfType(Ejc.class)).isEmpty();
      assertThat(recorded.started).isEmpty();
    }
  }

  @Test
  void a_handle_used_too_early_or_too_late_says_when_to_use_it() {
    Ejc handle;
    try (ConfigurableApplicationContext context = start(Map.of())) {
      handle = context.getBean(Ejc.class);
    }

    assertThatExceptionOfType(EjcException.class)
        .isThrownBy(() -> handle.trigger("count-stock"))
        .withMessageContaining("not running")
        .withMessageContaining("ApplicationRunner");
  }

  @Test
  void a_context_that_is_stopped_and_started_again_runs_a_new_ejc_behind_the_same_handle() {
    try (ConfigurableApplicationContext context = start(Map.of())) {
      Ejc handle = context.getBean(Ejc.class);
      context.stop();
      context.start();

      assertThat(handle.name()).isEqualTo("recorded 2");
    }
  }

  @Test
  void closing_the_handle_closes_ejc_once() {
    try (ConfigurableApplicationContext context = start(Map.of())) {
      context.getBean(Ejc.class).close();
    }

    assertThat(recorded.events).containsOnlyOnce("ejc closed");
  }

  @Test
  void what_kept_ejc_from_starting_is_shown_as_a_report_of_spring_boot() {
    recorded.problems.addAll(List.of("cron: 99 (expected: a cron)", "zone: X (expected: a zone)"));

    fail(Map.of());

    assertThat(onlyReport().getDescription())
        .contains("2 problems", "cron: 99 (expected: a cron)", "zone: X (expected: a zone)");
    assertThat(onlyReport().getAction()).contains("Correct all 2");
  }

  @Test
  void an_application_without_an_annotated_class_is_told_so() {
    sources.set(0, EjcAutoConfiguration.class);

    assertThatThrownBy(() -> start(Map.of()).close())
        .rootCause()
        .hasMessageContaining("application class: none (expected: a class annotated with")
        .hasMessageContaining("ejc.spring.enabled=false");
  }

  private EjcApplication application(Map<String, Object> properties, String... args) {
    try (ConfigurableApplicationContext context = start(properties, args)) {
      assertThat(context.isRunning()).isTrue();
      return recorded.application();
    }
  }

  private void fail(Map<String, Object> properties) {
    assertThatExceptionOfType(ApplicationContextException.class)
        .isThrownBy(() -> start(properties).close());
  }

  private static FailureAnalysis onlyReport() {
    assertThat(ReportedFailures.REPORTS).hasSize(1);
    return ReportedFailures.REPORTS.get(0);
  }

  private ConfigurableApplicationContext start(Map<String, Object> properties, String... args) {
    return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .initializers(context -> prepare((GenericApplicationContext) context, properties))
        .run(Arrays.copyOf(args, args.length));
  }

  private void prepare(GenericApplicationContext context, Map<String, Object> properties) {
    MapPropertySource source = new MapPropertySource("the test's", properties);
    if (context.getEnvironment().getPropertySources().contains("commandLineArgs")) {
      context.getEnvironment().getPropertySources().addAfter("commandLineArgs", source);
    } else {
      context.getEnvironment().getPropertySources().addFirst(source);
    }
    context.registerBean(EjcProvider.class, () -> recorded);
    context.registerBean(Neighbour.class, () -> new Neighbour(recorded.events));
  }

  /** Another bean with a lifecycle, as late as Spring's own web servers are. */
  private static final class Neighbour implements SmartLifecycle {

    private final List<String> events;
    private boolean running;

    Neighbour(List<String> events) {
      this.events = events;
    }

    @Override
    public void start() {
      running = true;
      events.add("bean started");
    }

    @Override
    public void stop() {
      running = false;
      events.add("bean stopped");
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return DEFAULT_PHASE - 1024;
    }
  }
}
