package io.ejc.internal.launch;

import io.ejc.internal.model.ExecutorOptions;
import io.ejc.internal.model.LayerSource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How executors are started, as the host's configuration says.
 *
 * @param application the application's name
 * @param layerBase where agents get layers from when no live host says so; a layer's address is
 *     this, its SHA-256 and {@code .jar}
 * @param java the java command on the agents, a path or a name looked up there
 * @param jvmOptions options of the executor's JVM besides those for memory
 * @param user the Unix user executors run as; empty leaves it to the agent
 * @param cpuMillis thousandths of a CPU that an executor itself takes
 * @param heapMb heap of a shared executor, in MiB
 * @param nativeMb memory of an executor besides its heap, in MiB
 * @param properties the host's keys that travel to the executor
 * @param delivery how layers get to agents
 * @param world what surrounds the executor on its agent
 */
public record ExecutorProfile(
    String application,
    String layerBase,
    String java,
    List<String> jvmOptions,
    String user,
    long cpuMillis,
    long heapMb,
    long nativeMb,
    SortedMap<String, String> properties,
    Delivery delivery,
    World world) {

  /**
   * What surrounds an executor on its agent.
   *
   * @param environment variables, visible in Mesos' state: no secrets
   * @param image the Docker image in which Mesos' own containerizer starts it; empty for none
   * @param containers whether agents start containers; else no image is used, whoever asks for one
   */
  public record World(SortedMap<String, String> environment, String image, boolean containers) {

    /** The agent as it is. */
    public static final World AGENT = new World(new TreeMap<>(), "", true);

    /** Copies the map. */
    public World {
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      image = containers ? image : "";
    }

    private World with(ExecutorOptions options) {
      SortedMap<String, String> both = new TreeMap<>(environment);
      both.putAll(options.environment());
      return new World(both, options.image().isEmpty() ? image : options.image(), containers);
    }
  }

  /**
   * How layers get to agents.
   *
   * @param boot the program that an executor without layers begins with, a jar in base 64
   * @param secret what hosts are shown by who gets the application's layers; never in what Mesos
   *     shows
   * @param cacheDirectory where agents keep layers; {@code none} for nowhere, empty for a directory
   *     of the executors' Unix user among the agent's temporary ones
   * @param fetchTimeout how long a layer is asked for before it is given up
   * @param store where layers outlive hosts, and what it is shown
   */
  public record Delivery(
      String boot,
      String secret,
      String cacheDirectory,
      Duration fetchTimeout,
      LayerSource.Store store) {

    /** Without a store. */
    public Delivery(String boot, String secret, String cacheDirectory, Duration fetchTimeout) {
      this(boot, secret, cacheDirectory, fetchTimeout, LayerSource.Store.NONE);
    }

    /** Of nothing, where no agent is real. */
    public static final Delivery NONE = new Delivery("", "", "none", Duration.ofMinutes(2));

    /** Never prints the secret. */
    @Override
    public String toString() {
      return "delivery through " + cacheDirectory + " within " + fetchTimeout;
    }
  }

  /** Delivers nothing, to agents as they are. */
  public ExecutorProfile(
      String application,
      String layerBase,
      String java,
      List<String> jvmOptions,
      String user,
      long cpuMillis,
      long heapMb,
      long nativeMb,
      SortedMap<String, String> properties) {
    this(
        application,
        layerBase,
        java,
        jvmOptions,
        user,
        cpuMillis,
        heapMb,
        nativeMb,
        properties,
        Delivery.NONE,
        World.AGENT);
  }

  /** Copies the collections. */
  public ExecutorProfile {
    jvmOptions = List.copyOf(jvmOptions);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /** The same with what a job asks beside: its options come last, its variables win. */
  ExecutorProfile with(ExecutorOptions options) {
    if (options.equals(ExecutorOptions.NONE)) {
      return this;
    }
    return new ExecutorProfile(
        application,
        layerBase,
        options.java().isEmpty() ? java : options.java(),
        Stream.of(jvmOptions, options.jvmOptions()).flatMap(List::stream).toList(),
        user,
        cpuMillis,
        heapMb,
        nativeMb,
        properties,
        delivery,
        world.with(options));
  }
}
