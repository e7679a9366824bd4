package io.ejc.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key that EJC knows. A key that is not here is an error. */
enum Key {
  NAME("ejc.name", null, "the application's and Mesos framework's name; the main class's name"),
  NAMESPACE("ejc.namespace", null, "where the state lies in ZooKeeper; ejc.name"),
  SCAN_PACKAGES("ejc.scan.packages", null, "packages to scan, by comma; the main class's package"),
  IDENTITY("ejc.identity", null, "what makes hosts the same application; name and main class"),
  TIME_ZONE("ejc.timeZone", "UTC", "the zone of jobs that name none"),

  MASTER("ejc.mesos.master", "local", "local, zk://servers/path, or addresses of Mesos masters"),
  PRINCIPAL("ejc.mesos.principal", "", "who this framework is to the master"),
  SECRET("ejc.mesos.secret", "", "the secret of the principal", true),
  SECRET_FILE("ejc.mesos.secretFile", "", "a file that holds the secret of the principal"),
  TLS("ejc.mesos.tls.enabled", null, "masters speak TLS; true if a file for it is named"),
  TLS_CA("ejc.mesos.tls.ca", "", "PEM: the authorities that vouch for masters; the JVM's"),
  TLS_CERTIFICATE("ejc.mesos.tls.certificate", "", "PEM: the certificate that masters are shown"),
  TLS_KEY("ejc.mesos.tls.key", "", "PEM: its private key, PKCS #8"),
  TLS_HOSTNAME("ejc.mesos.tls.verifyHostname", "true", "masters' certificates must name them"),
  ROLE("ejc.mesos.role", null, "the role of jobs that name none; the first of ejc.mesos.roles, *"),
  ROLES("ejc.mesos.roles", "", "further roles, by comma, that jobs may name"),
  USER("ejc.mesos.user", "", "the Unix user that executors run as; the agent's own when empty"),
  FAILOVER_TIMEOUT(
      "ejc.mesos.failoverTimeout", "7d", "how long the master keeps tasks without a host"),
  TEARDOWN(
      "ejc.mesos.teardownOnClose", "false", "whether closing ends the framework and its tasks"),
  RECONCILE(
      "ejc.mesos.reconcileEvery", "15m", "how often the master is asked for all tasks it knows"),
  CONNECT_TIMEOUT("ejc.mesos.connectTimeout", "10s", "how long the master may take to answer"),

  ZOOKEEPER("ejc.zookeeper.servers", "local", "local, or host:port of ZooKeeper, by comma"),
  ZOOKEEPER_SESSION(
      "ejc.zookeeper.sessionTimeout", null, "how long a session outlives its host; 15s, local 5s"),
  ZOOKEEPER_CONNECT("ejc.zookeeper.connectTimeout", "10s", "how long the first answer may take"),
  ZOOKEEPER_CREDENTIALS(
      "ejc.zookeeper.credentials", "", "user:password that alone may read the state", true),

  LOCAL_DIR("ejc.local.dir", ".ejc/local", "where a local cluster keeps its state"),
  LOCAL_AGENTS("ejc.local.agents", "2", "agents of a local cluster"),
  LOCAL_CPUS("ejc.local.cpus", "4", "CPUs of each local agent"),
  LOCAL_MEMORY("ejc.local.memoryMB", "4096", "memory of each local agent, in MiB"),
  LOCAL_MASTER_PORT("ejc.local.masterPort", "0", "port of a local master; 0 for any"),
  LOCAL_ZOOKEEPER_PORT("ejc.local.zookeeperPort", "0", "port of a local ZooKeeper; 0 for any"),

  ADVERTISE("ejc.advertise.address", null, "the name under which agents reach this host"),
  SERVE_ADDRESS("ejc.serve.address", null, "the address the agents' listener binds"),
  SERVE_PORT("ejc.serve.port", null, "the port of the agents' listener; 8098, local 0 for any"),

  BUNDLE_DIR("ejc.bundle.dir", null, "where layers are written; the system's temporary directory"),
  RETRIES("ejc.bundle.retries", "same", "what later attempts run: the same code, or the newest"),
  FETCH_TIMEOUT(
      "ejc.bundle.fetchTimeout",
      "2m",
      "how long the next MiB of a layer may take on its way to an executor"),
  BUNDLE_EXCLUDE(
      "ejc.bundle.exclude", "", "globs of class-path entries that stay on the host, by comma"),
  BUNDLE_INCLUDE("ejc.bundle.include", "", "globs of what travels although it is excluded"),
  BUNDLE_FILES("ejc.bundle.files", "", "files and directories laid into items' working directory"),
  STORE("ejc.bundle.store", "", "where layers outlive hosts: file:///directory or http(s)://"),
  STORE_CREDENTIALS(
      "ejc.bundle.storeCredentials", "", "user:password of the store, ${file:} or ${env:}", true),
  STORE_TIMEOUT(
      "ejc.bundle.storeTimeout", "2m", "how long a start waits for the store before it goes on"),
  BUNDLE_MAX("ejc.bundle.maxMB", "512", "how large a bundle may be, in MiB"),

  CACHE_DIR(
      "ejc.executor.cacheDir",
      null,
      "where agents keep layers, or none; one of ejc.mesos.user in their temporary directory"),
  CACHE_MB("ejc.executor.cacheMB", "4096", "how much agents keep of layers, in MiB"),
  JAVA("ejc.executor.java", null, "the java command on agents; java, local this JVM's"),
  JVM_OPTIONS("ejc.executor.jvmOptions", "", "options of executors' JVMs, by comma"),
  EXECUTOR_CPUS("ejc.executor.cpus", "0.1", "CPUs that an executor itself takes"),
  HEAP("ejc.executor.heapMB", "512", "heap of a shared executor, in MiB"),
  NATIVE("ejc.executor.nativeMB", "256", "memory of an executor besides its heap, in MiB"),
  KILL_FORCE("ejc.executor.killForceAfter", "60s", "when an item stuck in a kill ends its JVM"),
  KEEP_ALIVE("ejc.executor.keepAlive", "10m", "how long a shared executor without work is kept"),
  PREWARM(
      "ejc.executor.prewarm",
      "5s",
      "how long before fires of frequent jobs shared executors are started; 0s for never"),
  IDLE_END(
      "ejc.executor.idleWithoutLeader",
      "10m",
      "how long after that one that nobody leads waits before it ends itself"),
  LOG_MB("ejc.executor.logMB", "10", "size of each file of an item's output, in MiB"),
  LOGS_KEPT("ejc.executor.logsKept", "100", "ended items of an executor whose output is kept"),
  EXECUTOR_TLS("ejc.executor.tls.enabled", "false", "agents speak TLS, whatever they tell"),
  EXECUTOR_TLS_CA("ejc.executor.tls.ca", "", "PEM on the agents: who vouches for agents"),
  EXECUTOR_TLS_HOSTNAME(
      "ejc.executor.tls.verifyHostname", "true", "agents' certificates must name their address"),
  EXECUTOR_ENVIRONMENT(
      "ejc.executor.environment", "", "NAME=value, or a NAME of the host's, by comma"),
  EXECUTOR_IMAGE("ejc.executor.image", "", "the Docker image that executors are started in"),
  PROPERTIES("ejc.executor.properties", "", "system properties that travel to executors, by comma"),

  DOCTOR("ejc.doctor", null, "start examines the cluster first, off does not; start, local off"),
  DOCTOR_TIMEOUT("ejc.doctorTimeout", "30s", "how long an examination may take"),

  MAX_SKEW("ejc.clock.maxSkew", "30s", "how far the clock may be off for a host to lead"),
  MAX_LOSSES("ejc.failover.maxLosses", "10", "new attempts of an item after losses, at most"),
  RUNS_KEPT("ejc.history.runsKept", "20", "ended runs kept of each job");

  final String path;
  final @Nullable String fallback;
  final String meaning;
  final boolean secret;

  Key(String path, @Nullable String fallback, String meaning) {
    this(path, fallback, meaning, false);
  }

  Key(String path, @Nullable String fallback, String meaning, boolean secret) {
    this.path = path;
    this.fallback = fallback;
    this.meaning = meaning;
    this.secret = secret;
  }

  static Optional<Key> of(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  /** The key of an environment variable: {@code EJC_MESOS_MASTER} is {@code ejc.mesos.master}. */
  static Optional<Key> ofVariable(String variable) {
    return Arrays.stream(values()).filter(key -> key.variable().equals(variable)).findFirst();
  }

  String variable() {
    return path.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
