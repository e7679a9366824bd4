package io.ejc.runtime;

import io.ejc.api.Ejc;
import io.ejc.api.EjcStartException;
import io.ejc.api.spi.EjcApplication;
import io.ejc.internal.bundle.BundleException;
import io.ejc.internal.bundle.BundleFiles;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.discover.AttributeRules;
import io.ejc.internal.discover.Discovery;
import io.ejc.internal.discover.JobScanner;
import io.ejc.internal.discover.ScanSettings;
import io.ejc.internal.doctor.Finding;
import io.ejc.internal.engine.Clocks;
import io.ejc.internal.engine.Scheduler;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.mesos.Credentials;
import io.ejc.internal.mesos.HttpMasterConnection;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.internal.mesos.MasterProbe;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.record.HostRecord;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.serve.LayerServer;
import io.ejc.internal.serve.ServeException;
import io.ejc.internal.serve.ServeSettings;
import io.ejc.internal.wire.FrameworkSettings;
import io.ejc.internal.zookeeper.Identity;
import io.ejc.internal.zookeeper.SharedSecret;
import io.ejc.internal.zookeeper.ZooKeeperClient;
import io.ejc.internal.zookeeper.ZooKeeperClock;
import io.ejc.internal.zookeeper.ZooKeeperHosts;
import io.ejc.internal.zookeeper.ZooKeeperLeadership;
import io.ejc.internal.zookeeper.ZooKeeperLookout;
import io.ejc.internal.zookeeper.ZooKeeperRunStore;
import io.ejc.internal.zookeeper.ZooKeeperSettings;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * A start, step by step. Whatever goes wrong ends it with words for the user, and nothing left
 * open.
 */
final class HostStart {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final int JOBS_MAX = 1_000;
  private static final Map<String, Key> LOCAL_SETTINGS =
      Map.of(
          "directory", Key.LOCAL_DIR,
          "master port", Key.LOCAL_MASTER_PORT,
          "ZooKeeper port", Key.LOCAL_ZOOKEEPER_PORT);

  private final EjcApplication application;
  private final Parts parts = new Parts();

  HostStart(EjcApplication application) {
    this.application = application;
  }

  private record Ready(Settings settings, Discovery found) {}

  private interface Work<T> {
    T done() throws StoreException, InterruptedException;
  }

  Ejc start() {
    tellIfNothingIsLogged();
    Ready ready = read();
    Settings settings = ready.settings();
    log.info("ejc[{}] starting: {}", settings.name(), settings.describe());
    tellUser(settings);
    return orWords(settings, () -> run(settings, ready.found(), open(ready)));
  }

  /** Opens what a start opens, examines everything, and closes it again. */
  List<Finding> examine() {
    Ready ready = read();
    Settings settings = ready.settings();
    List<Finding> findings =
        orWords(
            settings,
            () -> Examination.of(settings, ready.found().jobs(), open(ready)).everything());
    parts.close();
    return findings;
  }

  private Ready read() {
    Sources sources = Sources.read(application, systemProperties(), System.getenv());
    SettingsReader reader = new SettingsReader(application, sources);
    Settings settings = reader.read();
    Discovery discovery = discover(settings, sources);
    refuse(reader.problems(), discovery);
    return new Ready(settings, discovery);
  }

  /** Parts that are opened are open no more when this throws. */
  private <T> T orWords(Settings settings, Work<T> work) {
    try {
      return work.done();
    } catch (BundleException | ServeException | StoreException | IllegalArgumentException e) {
      parts.close();
      log.trace("ejc[{}] could not start", settings.name(), e);
      throw new EjcStartException(List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      parts.close();
      Thread.currentThread().interrupt();
      throw new EjcStartException(List.of("the starting thread was interrupted"));
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return properties;
  }

  private static void tellIfNothingIsLogged() {
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      System.err.println(
          "EJC: no SLF4J provider is on the class path, so nothing is logged; to see what jobs do,"
              + " add ch.qos.logback:logback-classic");
    }
  }

  /** Whose files executors may touch is nobody's default. */
  private static void tellUser(Settings settings) {
    if (!settings.mesos().local() && settings.mesos().user().isEmpty()) {
      log.warn(
          "ejc[{}] ejc.mesos.user is not set: executors run as the user of each agent's process,"
              + " often root; set it to a user that exists on every agent",
          settings.name());
    }
  }

  private Discovery discover(Settings settings, Sources sources) {
    ScanSettings scan =
        new ScanSettings(
            settings.timeZone(), settings.executor().heapMb(), settings.mesos().roles());
    return new JobScanner(scan, sources::placeholder)
        .without(settings.packing().rules()::excludes)
        .scan(application.mainClass().getClassLoader(), settings.scanPackages());
  }

  private static void refuse(List<String> configuration, Discovery discovery) {
    List<String> problems = new ArrayList<>(configuration);
    problems.addAll(discovery.problems());
    if (discovery.jobs().size() > JOBS_MAX) {
      problems.add(
          "jobs: "
              + discovery.jobs().size()
              + " (expected: at most "
              + JOBS_MAX
              + " in one application); split the application");
    }
    if (!problems.isEmpty()) {
      throw new EjcStartException(problems);
    }
  }

  private Opened open(Ready ready) throws StoreException, InterruptedException {
    Settings settings = ready.settings();
    BundleFiles bundle =
        new Packaging(settings, application.mainClass()).bundle(ready.found().generated());
    Optional<LocalCluster> cluster = localCluster(settings);
    MasterAddress master =
        settings
            .mesos()
            .way()
            .address()
            .orElseGet(() -> MasterAddress.parse(cluster.orElseThrow().masterUrl().toString()));
    Optional<String> problem =
        MasterProbe.problem(
            master, settings.mesos().way().access(), settings.mesos().connectTimeout());
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    ZooKeeperClient zookeeper =
        parts.add("ZooKeeper", ZooKeeperClient.connect(zookeeper(settings, cluster)));
    Identity.require(zookeeper, settings.identity());
    String secret = SharedSecret.of(zookeeper, "layers");
    LayerServer server =
        parts.add(
            "the agents' listener",
            LayerServer.start(
                new ServeSettings(
                    settings.name(),
                    settings.serve().bindAddress(),
                    settings.serve().port(),
                    settings.serve().advertised()),
                secret,
                bundle.files(),
                bundle.openLayers()));
    return new Opened(
        bundle, master, zookeeper, server, secret, zookeeper(settings, cluster).servers());
  }

  record Opened(
      BundleFiles bundle,
      MasterAddress master,
      ZooKeeperClient zookeeper,
      LayerServer server,
      String secret,
      String zookeeperServers) {}

  private Ejc run(Settings settings, Discovery found, Opened opened)
      throws StoreException, InterruptedException {
    List<JobDefinition> jobs = found.jobs();
    Deliveries.warnOfImages(settings, jobs);
    Examination examination = Examination.of(settings, jobs, opened).atStart();
    FrameworkSettings framework = framework(settings);
    String participant = settings.serve().advertised() + ":" + ProcessHandle.current().pid();
    ZooKeeperLeadership leadership = new ZooKeeperLeadership(opened.zookeeper(), participant);
    HostRecord host =
        Deliveries.announced(
            settings,
            opened,
            HostRecord.of(
                participant,
                opened.bundle().bundle(),
                jobs,
                opened.server().base().toString(),
                found.catalog()));
    InstantSource clock = InstantSource.system();
    ZooKeeperHosts hosts =
        parts.add("the announcement", ZooKeeperHosts.announce(opened.zookeeper(), host));
    RunningEjc running =
        new RunningEjc(
            settings.name(),
            parts,
            new Closing(settings.mesos().local(), settings.upkeep().teardownOnClose()));
    Scheduler scheduler =
        new Scheduler(
            settings.name(),
            new Scheduler.Ports(
                core(settings, opened),
                new ZooKeeperRunStore(opened.zookeeper()),
                inbox ->
                    new HttpMasterConnection(
                        opened.master(), settings.mesos().way().access(), framework, inbox),
                leadership,
                hosts,
                new ZooKeeperLookout(opened.zookeeper(), clock),
                clocks(settings, opened, clock),
                running::fault),
            cluster(settings),
            listeners(settings, running));
    parts.add("the scheduler", scheduler);
    running.examinedBy(examination);
    running.registersWith(participant, application.mainClass().getClassLoader());
    running.begin(scheduler);
    scheduler.start();
    new FirstTurn(settings, scheduler, leadership).await();
    return running;
  }

  private SchedulerCore core(Settings settings, Opened opened) {
    Settings.Executor executor = settings.executor();
    return new SchedulerCore(
        deciding(settings),
        new LaunchPlanner(
            Deliveries.profile(settings, opened, executor.cacheDir(), executor.fetchTimeout())),
        new AttributeRules()::effective);
  }

  private static Clocks clocks(Settings settings, Opened opened, InstantSource clock) {
    return new Clocks(
        clock, System::nanoTime, new ZooKeeperClock(opened.zookeeper()), settings.maxSkew());
  }

  private RunListeners listeners(Settings settings, RunningEjc running) {
    return parts.add(
        "the listeners",
        new RunListeners(
            settings.name(), application.runListeners(), RunListeners.PATIENCE, running::happened));
  }

  private CoreSettings deciding(Settings settings) {
    return new CoreSettings(
        settings.name().hashCode(),
        settings.maxLosses(),
        settings.runsKept(),
        new CoreSettings.Upkeep(
            settings.upkeep().keepAlive(),
            settings.upkeep().reconcileEvery(),
            settings.upkeep().prewarm()),
        settings.mesos().roles(),
        !application.runListeners().isEmpty(),
        settings.upkeep().retriesInNewest());
  }

  /** A local cluster began with this process: what ran on an earlier one has ended. */
  private static Optional<Event.ClusterBegan> cluster(Settings settings) {
    return settings.mesos().local()
        ? Optional.of(new Event.ClusterBegan(UUID.randomUUID().toString()))
        : Optional.empty();
  }

  private Optional<LocalCluster> localCluster(Settings settings) {
    if (!settings.mesos().local()) {
      return Optional.empty();
    }
    Settings.Local local = settings.local();
    LocalCluster cluster = parts.add("the local cluster", started(local));
    log.info(
        "ejc[{}] local cluster of {} agents, for development and tests: master {}, ZooKeeper {},"
            + " state and sandboxes in {}; set ejc.mesos.master and ejc.zookeeper.servers for a"
            + " real one",
        settings.name(),
        local.agents(),
        cluster.masterUrl(),
        cluster.zookeeperServers(),
        local.dir());
    return Optional.of(cluster);
  }

  private static LocalCluster started(Settings.Local local) {
    try {
      return LocalCluster.builder()
          .directory(local.dir())
          .agents(local.agents())
          .cpus(local.cpus())
          .memMb(local.memoryMb())
          .masterPort(local.masterPort())
          .zookeeperPort(local.zookeeperPort())
          .start();
    } catch (LocalClusterException e) {
      throw new IllegalArgumentException(inKeys(String.valueOf(e.getMessage())), e);
    }
  }

  /** The local cluster has settings, not keys: the user here knows keys alone. */
  private static String inKeys(String problem) {
    for (Map.Entry<String, Key> setting : LOCAL_SETTINGS.entrySet()) {
      if (problem.startsWith(setting.getKey() + ":")) {
        return setting.getValue().path + problem.substring(setting.getKey().length());
      }
    }
    return problem;
  }

  private static ZooKeeperSettings zookeeper(Settings settings, Optional<LocalCluster> cluster) {
    Settings.ZooKeeper zookeeper = settings.zookeeper();
    return new ZooKeeperSettings(
        cluster.map(LocalCluster::zookeeperServers).orElse(zookeeper.servers()),
        "/ejc/" + settings.namespace(),
        zookeeper.sessionTimeout(),
        zookeeper.connectTimeout(),
        Optional.of(zookeeper.credentials()).filter(text -> !text.isEmpty()));
  }

  static FrameworkSettings framework(Settings settings) {
    return new FrameworkSettings(
        settings.name(),
        settings.mesos().user(),
        settings.mesos().roles(),
        true,
        settings.mesos().failoverTimeout(),
        settings.mesos().way().access().credentials().map(Credentials::principal),
        settings.serve().advertised(),
        Optional.empty());
  }
}
