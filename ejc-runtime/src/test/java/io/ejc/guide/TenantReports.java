package io.ejc.guide;

import io.ejc.api.DefinitionView;
import io.ejc.api.Ejc;
import io.ejc.api.JobAttributes;
import io.ejc.api.JobRegistry;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jobs at run time of the guide: one for each tenant. */
public final class TenantReports {

  private final JobRegistry registry;

  public TenantReports(Ejc ejc) {
    this.registry = ejc.registry();
  }

  /** What the jobs run: no annotation. */
  public static final class Report implements SimpleJob {
    @Override
    public void execute(ShardingContext context) throws Exception {
      Files.writeString(Path.of(context.getJobParameter()), context.getTaskId());
    }
  }

  /** A tenant wants reports. May be called again and again, at each start for instance. */
  public void begin(String tenant, String cron) {
    registry.register(
        "report-" + tenant,
        Report.class,
        JobAttributes.of("cron", cron)
            .and("timeZone", "Europe/Berlin")
            .and("jobParameter", "/srv/reports/" + tenant)
            .and("retries", 2)
            .and("excludedDays", List.of("SAT", "SUN")));
  }

  /** At another time, and all else as it is. */
  public void move(String tenant, String cron) {
    registry.update("report-" + tenant, JobAttributes.of("cron", cron));
  }

  public void end(String tenant) {
    registry.remove("report-" + tenant);
  }

  /** An annotated job, for as long as the supplier is slow. */
  public void goEasy() {
    registry.update("import-orders", JobAttributes.of("maxParallelItems", 1).and("timeout", "10m"));
  }

  public void goOnAsAnnotated() {
    registry.reset("import-orders", "maxParallelItems", "timeout");
  }

  /** Such as {@code 10m OVERRIDE}. */
  public String timeout() {
    DefinitionView.Attribute timeout = registry.definition("import-orders").attribute("timeout");
    return timeout.text() + " " + timeout.origin();
  }
}
