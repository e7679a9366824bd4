package io.ejc.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ejc.api.Ejc;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.JobView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.spring.shop.ShopApplication;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;

class StarterIT {

  @TempDir private Path directory;

  @Test
  void a_job_of_a_spring_boot_application_runs_on_the_local_cluster()
      throws ExecutionException, InterruptedException, TimeoutException {
    try (ConfigurableApplicationContext context = start("--spring.application.name=shop")) {
      Ejc ejc = context.getBean(Ejc.class);
      assertThat(ejc.name()).isEqualTo("shop");
      assertThat(ejc.jobs()).extracting(JobView::name).containsExactly("count-stock");

      RunView triggered = ejc.trigger("count-stock");
      RunView run = ejc.whenEnded(triggered.id()).get(3, TimeUnit.MINUTES);

      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(run.items())
          .extracting(ItemView::state)
          .containsExactly(ItemState.SUCCEEDED, ItemState.SUCCEEDED);
    }
  }

  @Test
  void an_unknown_key_of_application_yml_stops_the_start_with_a_report() {
    ReportedFailures.REPORTS.clear();

    assertThatExceptionOfType(ApplicationContextException.class)
        .isThrownBy(() -> start("--ejc.mesos.masterr=local").close());

    assertThat(ReportedFailures.REPORTS)
        .singleElement()
        .extracting(FailureAnalysis::getDescription)
        .asString()
        .contains("ejc.mesos.masterr", "did you mean ejc.mesos.master?");
  }

  private ConfigurableApplicationContext start(String argument) {
    return new SpringApplicationBuilder(ShopApplication.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .run(argument, "--ejc.local.dir=" + directory.resolve("local"));
  }
}
