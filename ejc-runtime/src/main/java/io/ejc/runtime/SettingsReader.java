package io.ejc.runtime;

import io.ejc.api.spi.EjcApplication;
import io.ejc.internal.bundle.NameRules;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.internal.model.DurationText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks every value, collects every problem, and makes {@link Settings}. */
final class SettingsReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern ROLE =
      Pattern.compile("\\*|[^\\s/*.-][^\\s/]*(/[^\\s/*.-][^\\s/]*)*");
  private static final String SERVE_PORT = "8098";
  private static final String SESSION = "15s";
  private static final String LOCAL_SESSION = "5s";
  private static final String DOCTOR_START = "start";
  private static final String DOCTOR_OFF = "off";
  private static final String LOOPBACK = "127.0.0.1";

  private final EjcApplication application;
  private final Map<Key, String> set;
  private final Map<Key, String> shown = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  SettingsReader(EjcApplication application, Sources sources) {
    this.application = application;
    this.set = sources.set();
    this.problems.addAll(sources.problems());
  }

  /** What is wrong; to be asked after {@link #read}. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The settings; where a value is wrong its default stands in, and the problem is kept. */
  Settings read() {
    String name = matching(Key.NAME, application.mainClass().getSimpleName());
    String namespace = matching(Key.NAMESPACE, name);
    Settings.Mesos mesos = mesos();
    Settings.ZooKeeper zookeeper = zookeeper();
    if (mesos.local() != zookeeper.local()) {
      problems.add(oneLocal(mesos, zookeeper));
    }
    return new Settings(
        name,
        namespace,
        text(Key.IDENTITY, name + " of " + application.mainClass().getName()),
        list(text(Key.SCAN_PACKAGES, application.mainClass().getPackageName())),
        parsed(Key.TIME_ZONE, ZoneId::of, ZoneId.of("UTC"), "an id such as Europe/Berlin"),
        mesos,
        zookeeper,
        local(),
        serve(mesos),
        bundleDir(name),
        packing(),
        new StoreReader(this::text, problems, System.getenv())
            .read(duration(Key.STORE_TIMEOUT), application.mainClass().getClassLoader()),
        executor(mesos.local()),
        doctor(mesos.local()),
        new Settings.Upkeep(
            duration(Key.KEEP_ALIVE),
            duration(Key.RECONCILE),
            durationOrNone(Key.PREWARM, fallback(Key.PREWARM)),
            yesOrNo(Key.TEARDOWN),
            retriesInNewest()),
        duration(Key.MAX_SKEW),
        number(Key.MAX_LOSSES, 0, 1_000),
        number(Key.RUNS_KEPT, 1, 500),
        shown);
  }

  private static String oneLocal(Settings.Mesos mesos, Settings.ZooKeeper zookeeper) {
    Key unset = mesos.local() ? Key.MASTER : Key.ZOOKEEPER;
    Key other = mesos.local() ? Key.ZOOKEEPER : Key.MASTER;
    String value = mesos.local() ? zookeeper.servers() : mesos.master();
    return unset.path
        + ": local (expected: an address, because "
        + other.path
        + " is "
        + value
        + "); set both or neither";
  }

  private Settings.Mesos mesos() {
    return new Settings.Mesos(
        MasterAddress.masked(text(Key.MASTER)),
        roles(),
        text(Key.USER),
        duration(Key.FAILOVER_TIMEOUT),
        duration(Key.CONNECT_TIMEOUT),
        new MesosWayReader(this::text, problems).read(set));
  }

  /**
   * A connection that takes longer than the session lives is of no use. A local host that ended
   * without a word is waited for until its session ends: there a short one does.
   */
  private Settings.ZooKeeper zookeeper() {
    String servers = text(Key.ZOOKEEPER);
    String usual = servers.equals(Settings.LOCAL) ? LOCAL_SESSION : SESSION;
    Duration session = duration(Key.ZOOKEEPER_SESSION, usual);
    Duration connect = duration(Key.ZOOKEEPER_CONNECT);
    if (connect.compareTo(session) > 0) {
      if (set.containsKey(Key.ZOOKEEPER_CONNECT)) {
        problems.add(
            Key.ZOOKEEPER_CONNECT.path
                + ": "
                + text(Key.ZOOKEEPER_CONNECT)
                + " (expected: at most "
                + Key.ZOOKEEPER_SESSION.path
                + ", which is "
                + text(Key.ZOOKEEPER_SESSION, usual)
                + ")");
      }
      connect = session;
      shown.put(Key.ZOOKEEPER_CONNECT, text(Key.ZOOKEEPER_SESSION, usual));
    }
    return new Settings.ZooKeeper(servers, session, connect, text(Key.ZOOKEEPER_CREDENTIALS));
  }

  private Settings.Local local() {
    return new Settings.Local(
        parsed(Key.LOCAL_DIR, Path::of, Path.of(fallback(Key.LOCAL_DIR)), "a directory")
            .toAbsolutePath()
            .normalize(),
        number(Key.LOCAL_AGENTS, 1, 30),
        decimal(Key.LOCAL_CPUS),
        number(Key.LOCAL_MEMORY, 256, 10_000_000),
        number(Key.LOCAL_MASTER_PORT, 0, 65_535),
        number(Key.LOCAL_ZOOKEEPER_PORT, 0, 65_535));
  }

  private Path bundleDir(String name) {
    String temporary = System.getProperty("java.io.tmpdir");
    String own = "ejc-" + System.getProperty("user.name") + "-" + name;
    String value = text(Key.BUNDLE_DIR, Path.of(temporary, own).toString());
    return Path.of(value).toAbsolutePath().normalize();
  }

  private Settings.Packing packing() {
    List<Path> files = new ArrayList<>();
    for (String file : list(text(Key.BUNDLE_FILES))) {
      try {
        files.add(Path.of(file));
      } catch (InvalidPathException e) {
        problems.add(Key.BUNDLE_FILES.path + ": " + file + " (expected: a path)");
      }
    }
    return new Settings.Packing(
        new NameRules(globs(Key.BUNDLE_EXCLUDE), globs(Key.BUNDLE_INCLUDE)),
        files,
        number(Key.BUNDLE_MAX, 1, 1_000_000));
  }

  private List<String> globs(Key key) {
    List<String> globs = list(text(key));
    List<String> bad = globs.stream().filter(glob -> !NameRules.isGlob(glob)).toList();
    bad.forEach(
        glob ->
            problems.add(
                key.path
                    + ": "
                    + glob
                    + " (expected: a glob of file names, such as lombok-*.jar)"));
    return bad.isEmpty() ? globs : List.of();
  }

  /** A local cluster is reached by loopback; a real one by whatever this host is called. */
  private Settings.Serve serve(Settings.Mesos mesos) {
    boolean local = mesos.local();
    String advertised = text(Key.ADVERTISE, local ? LOOPBACK : AdvertisedAddress.ownName());
    AdvertisedAddress address = AdvertisedAddress.of(advertised);
    if (!local) {
      address
          .problem(mesos.master(), set.containsKey(Key.ADVERTISE))
          .ifPresent(problem -> problems.add(Key.ADVERTISE.path + ": " + problem));
    }
    boolean loopback = local || address.isLoopback();
    String bind = text(Key.SERVE_ADDRESS, loopback ? LOOPBACK : "0.0.0.0");
    int port = number(Key.SERVE_PORT, local ? "0" : SERVE_PORT, 0, 65_535);
    return new Settings.Serve(bind, port, advertised);
  }

  /** A local cluster is this very host: there is nothing to find out. */
  private Settings.Doctor doctor(boolean local) {
    String when = text(Key.DOCTOR, local ? DOCTOR_OFF : DOCTOR_START);
    if (!when.equals(DOCTOR_START) && !when.equals(DOCTOR_OFF)) {
      problems.add(Key.DOCTOR.path + ": " + when + " (expected: start or off)");
    }
    return new Settings.Doctor(when.equals(DOCTOR_START) && !local, duration(Key.DOCTOR_TIMEOUT));
  }

  /** The first is that of jobs that name none. */
  private List<String> roles() {
    List<String> named = list(text(Key.ROLES));
    String first = text(Key.ROLE, named.isEmpty() ? "*" : named.get(0));
    List<String> roles = Stream.concat(Stream.of(first), named.stream()).distinct().toList();
    for (String role : roles) {
      if (!ROLE.matcher(role).matches()) {
        Key key = role.equals(first) && set.containsKey(Key.ROLE) ? Key.ROLE : Key.ROLES;
        problems.add(
            key.path + ": " + role + " (expected: * or a Mesos role, such as web or eng/web)");
      }
    }
    return roles;
  }

  private Settings.Executor executor(boolean local) {
    String own = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Map<String, String> travelling = new LinkedHashMap<>();
    for (String property : list(text(Key.PROPERTIES))) {
      if (Key.of(property).filter(key -> key.secret).isPresent()) {
        problems.add(
            Key.PROPERTIES.path
                + ": "
                + property
                + " (expected: no secret of EJC; what travels can be read in Mesos)");
        continue;
      }
      Optional.ofNullable(System.getProperty(property))
          .ifPresent(value -> travelling.put(property, value));
    }
    Duration killForce = duration(Key.KILL_FORCE);
    travelling.put(Key.KILL_FORCE.path, killForce.toMillis() + "ms");
    travelling.put(Key.KEEP_ALIVE.path, duration(Key.KEEP_ALIVE).toMillis() + "ms");
    travelling.put(Key.IDLE_END.path, duration(Key.IDLE_END).toMillis() + "ms");
    Duration fetchTimeout = duration(Key.FETCH_TIMEOUT);
    travelling.put(Key.FETCH_TIMEOUT.path, fetchTimeout.toMillis() + "ms");
    String cacheDir = cacheDir(local);
    travelling.put(Key.CACHE_DIR.path, cacheDir);
    travelling.put(Key.CACHE_MB.path, Integer.toString(number(Key.CACHE_MB, 1, 100_000_000)));
    travelling.put(Key.LOG_MB.path, String.valueOf(number(Key.LOG_MB, 1, 10_000)));
    travelling.put(Key.LOGS_KEPT.path, String.valueOf(number(Key.LOGS_KEPT, 0, 100_000)));
    return new Settings.Executor(
        text(Key.JAVA, local ? own : "java"),
        Stream.of(list(text(Key.JVM_OPTIONS)), agentTls()).flatMap(List::stream).toList(),
        decimal(Key.EXECUTOR_CPUS),
        number(Key.HEAP, 32, 1_000_000),
        number(Key.NATIVE, 32, 1_000_000),
        killForce,
        travelling,
        cacheDir,
        fetchTimeout,
        ExecutorVariables.read(list(text(Key.EXECUTOR_ENVIRONMENT)), System.getenv(), problems),
        text(Key.EXECUTOR_IMAGE));
  }

  private boolean retriesInNewest() {
    String value = text(Key.RETRIES);
    if (!value.equals("same") && !value.equals("newest")) {
      problems.add(Key.RETRIES.path + ": " + value + " (expected: same or newest)");
    }
    return value.equals("newest");
  }

  /** The agents of a local cluster keep layers beside its state, and leave nothing elsewhere. */
  private String cacheDir(boolean local) {
    if (!local) {
      String given = text(Key.CACHE_DIR, "");
      if (!given.isEmpty() && !given.equals("none") && !given.startsWith("/")) {
        problems.add(
            Key.CACHE_DIR.path + ": " + given + " (expected: an absolute path on agents, or none)");
      }
      return given;
    }
    Path dir = Path.of(text(Key.LOCAL_DIR)).resolve("layers").toAbsolutePath().normalize();
    return text(Key.CACHE_DIR, dir.toString());
  }

  /**
   * What an executor must know before the agent speaks to it. Paths, never what is in the files.
   */
  private List<String> agentTls() {
    return Stream.of(Key.EXECUTOR_TLS, Key.EXECUTOR_TLS_CA, Key.EXECUTOR_TLS_HOSTNAME)
        .filter(key -> !text(key).equals(fallback(key)))
        .map(key -> "-D" + key.path + "=" + text(key))
        .toList();
  }

  private String text(Key key) {
    return text(key, fallback(key));
  }

  private String text(Key key, String fallback) {
    String value = set.getOrDefault(key, fallback);
    shown.put(key, key.secret && !value.isEmpty() ? "***" : MasterAddress.masked(value));
    return value;
  }

  private static String fallback(Key key) {
    if (key.fallback == null) {
      throw new IllegalStateException(key.path + " (expected: a default of its own)");
    }
    return key.fallback;
  }

  private String matching(Key key, String fallback) {
    String value = text(key, fallback);
    if (!NAME.matcher(value).matches()) {
      problems.add(key.path + ": " + value + " (expected: " + NAME.pattern() + ")");
    }
    return value;
  }

  private <T> T parsed(Key key, Function<String, T> parser, T otherwise, String rule) {
    String value = text(key);
    try {
      return parser.apply(value);
    } catch (DateTimeException | InvalidPathException e) {
      problems.add(key.path + ": " + value + " (expected: " + rule + ")");
      return otherwise;
    }
  }

  private int number(Key key, int least, int most) {
    return number(key, fallback(key), least, most);
  }

  private int number(Key key, String fallback, int least, int most) {
    String value = text(key, fallback);
    boolean whole = value.matches("\\d{1,9}");
    if (whole && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
      return Integer.parseInt(value);
    }
    problems.add(key.path + ": " + value + " (expected: " + least + " to " + most + ")");
    return least;
  }

  private boolean yesOrNo(Key key) {
    String value = text(key);
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(key.path + ": " + value + " (expected: true or false)");
    }
    return value.equals("true");
  }

  private double decimal(Key key) {
    String value = text(key);
    boolean number = value.matches("\\d{1,6}(\\.\\d{1,9})?");
    if (number && Double.parseDouble(value) > 0) {
      return Double.parseDouble(value);
    }
    problems.add(key.path + ": " + value + " (expected: a number above 0)");
    return 1;
  }

  private Duration duration(Key key) {
    return duration(key, fallback(key));
  }

  private Duration duration(Key key, String fallback) {
    Duration duration = durationOrNone(key, fallback);
    if (duration.isZero()) {
      problems.add(key.path + ": " + text(key, fallback) + " (expected: more than nothing)");
      return Duration.ofSeconds(1);
    }
    return duration;
  }

  private Duration durationOrNone(Key key, String fallback) {
    String value = text(key, fallback);
    try {
      return DurationText.parse(value);
    } catch (IllegalArgumentException e) {
      problems.add(key.path + ": " + value + " (expected: " + DurationText.RULE + ")");
      return Duration.ofSeconds(1);
    }
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
