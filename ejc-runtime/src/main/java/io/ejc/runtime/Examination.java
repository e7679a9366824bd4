package io.ejc.runtime;

import io.ejc.api.EjcStartException;
import io.ejc.internal.doctor.Doctor;
import io.ejc.internal.doctor.Finding;
import io.ejc.internal.doctor.Patient;
import io.ejc.internal.engine.Clocks;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.mesos.HttpMasterConnection;
import io.ejc.internal.mesos.MasterAccess;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.wire.FrameworkSettings;
import io.ejc.internal.zookeeper.ZooKeeperClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doctor, wired to what a start has opened. */
final class Examination {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");

  /** A start looks at a few agents: it is to find what is wrong everywhere. */
  private static final int AGENTS_AT_START = 3;

  /** An agent that has the executor's layer would not tell that it cannot reach this host. */
  private static final String NO_CACHE = "none";

  private static final Duration FETCH = Duration.ofSeconds(10);
  private static final int ALL_AGENTS = 1_000;
  private static final Duration ONE_SERVER = Duration.ofSeconds(2);

  private final Settings settings;
  private final Doctor doctor;

  private Examination(Settings settings, Doctor doctor) {
    this.settings = settings;
    this.doctor = doctor;
  }

  static Examination of(Settings settings, List<JobDefinition> jobs, HostStart.Opened opened) {
    MasterAccess access = settings.mesos().way().access();
    FrameworkSettings framework =
        HostStart.framework(settings).passing(settings.name() + "-doctor");
    Patient patient =
        new Patient(
            settings.describe(),
            new Patient.Servers(opened.zookeeperServers(), ONE_SERVER),
            new Clocks(
                InstantSource.system(),
                System::nanoTime,
                new ZooKeeperClock(opened.zookeeper()),
                settings.maxSkew()),
            new Patient.Masters(opened.master(), access, settings.mesos().connectTimeout()),
            String.join(", ", settings.mesos().roles()),
            new Patient.Code(
                new LaunchPlanner(
                    Deliveries.profile(settings, opened, NO_CACHE, patience(settings))),
                opened.bundle().bundle(),
                opened.server().base()),
            jobs,
            inbox -> new HttpMasterConnection(opened.master(), access, framework, inbox));
    return new Examination(settings, new Doctor(patient));
  }

  /** A host that agents do not reach is to be found out before an examination is over. */
  private static Duration patience(Settings settings) {
    Duration usual = settings.executor().fetchTimeout();
    return usual.compareTo(FETCH) < 0 ? usual : FETCH;
  }

  /** Looks at everything, and at every agent that offers enough. */
  List<Finding> everything() throws InterruptedException {
    return doctor.examine(ALL_AGENTS, settings.doctor().timeout());
  }

  /**
   * Where that is wanted before the first launch, looks at everything and at some agents, and tells
   * what is not well.
   *
   * @return this
   * @throws EjcStartException with what is fatal
   */
  Examination atStart() throws InterruptedException {
    if (settings.doctor().atStart()) {
      beforeTheFirstLaunch();
    }
    return this;
  }

  private void beforeTheFirstLaunch() throws InterruptedException {
    List<Finding> findings = doctor.examine(AGENTS_AT_START, settings.doctor().timeout());
    for (Finding finding : findings) {
      switch (finding.level()) {
        case OK -> log.debug("ejc[{}] doctor: {}", settings.name(), finding.words());
        case WARNING -> log.warn("ejc[{}] doctor: {}", settings.name(), finding.words());
        case FATAL -> log.debug("ejc[{}] doctor: fatal: {}", settings.name(), finding.words());
      }
    }
    List<String> fatal =
        findings.stream()
            .filter(finding -> finding.level() == Finding.Level.FATAL)
            .map(Finding::words)
            .toList();
    if (!fatal.isEmpty()) {
      throw new EjcStartException(fatal);
    }
    long well = findings.stream().filter(f -> f.level() == Finding.Level.OK).count();
    log.info(
        "ejc[{}] doctor: {} findings are well, {} are warnings (ejc.doctor=off leaves this out)",
        settings.name(),
        well,
        findings.size() - well);
  }
}
