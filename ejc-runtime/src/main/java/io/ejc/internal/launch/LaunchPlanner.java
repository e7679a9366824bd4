package io.ejc.internal.launch;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.ExecutorSpec.Fetch;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plans executors and tasks. A pure function of the profile and its arguments. */
public final class LaunchPlanner {

  private static final String OURS = "ejc.";
  private static final String SHARED = "shared";

  private final ExecutorProfile profile;

  /** Plans by a profile. */
  public LaunchPlanner(ExecutorProfile profile) {
    this.profile = profile;
  }

  /** Whether an executor is one that this planner, or an earlier one, has planned. */
  public static boolean isOurs(ExecutorId executor) {
    return executor.value().startsWith(OURS);
  }

  /** Whether an executor of ours is one that items share. */
  public static boolean isShared(ExecutorId executor) {
    String kind = OURS + SHARED + ".";
    return executor.value().startsWith(kind) && executor.value().indexOf('.', kind.length()) < 0;
  }

  /** The profile it plans by. */
  public ExecutorProfile profile() {
    return profile;
  }

  /**
   * What an executor itself takes: with SHARED its heap too, with PROCESS the task brings the heap.
   */
  public Resources executorResources(Isolation isolation) {
    long memMb =
        isolation == Isolation.SHARED ? profile.heapMb() + profile.nativeMb() : profile.nativeMb();
    return new Resources(profile.cpuMillis(), memMb, 0, 0);
  }

  /** What the Mesos task of an item takes besides its executor. */
  public static Resources taskResources(JobDefinition job) {
    Resources perItem = job.requirements().perItem();
    return job.requirements().isolation() == Isolation.SHARED
        ? new Resources(perItem.cpuMillis(), 0, perItem.diskMb(), perItem.gpus())
        : perItem;
  }

  /** The executor that items with SHARED isolation run in, with layers from this host. */
  public ExecutorSpec shared(Bundle bundle) {
    return shared(bundle, "");
  }

  /**
   * The executor that items with SHARED isolation run in.
   *
   * @param bundle the code
   * @param layerBase where its layers are; empty for the profile's
   */
  public ExecutorSpec shared(Bundle bundle, String layerBase) {
    Resources resources = executorResources(Isolation.SHARED);
    return spec(new Source(bundle, layerBase), SHARED, false, profile.heapMb(), resources);
  }

  private record Source(Bundle bundle, String layerBase) {}

  /** The executor of one item with PROCESS isolation; the carrier makes it its own. */
  public ExecutorSpec process(
      Bundle bundle, String layerBase, CarrierId carrier, JobDefinition job) {
    return spec(
        new Source(bundle, layerBase),
        carrier.toString(),
        true,
        job.requirements().perItem().memMb(),
        executorResources(Isolation.PROCESS));
  }

  /**
   * The task of an attempt.
   *
   * @param carrier its id
   * @param attempt the attempt
   * @param token its fencing token
   * @param job the job as the run has it
   * @param scheduled the instant for which the run was due
   * @param executor where it runs
   * @param agent on which agent
   */
  public TaskLaunch task(
      CarrierId carrier,
      AttemptId attempt,
      long token,
      JobDefinition job,
      Instant scheduled,
      ExecutorSpec executor,
      AgentId agent) {
    TaskPayload payload =
        new TaskPayload(
            attempt,
            job.jobClass(),
            job.sharding().totalCount(),
            job.sharding().parameterOf(attempt.item()),
            job.sharding().jobParameter(),
            scheduled,
            token,
            job.killGrace(),
            job.failover().lease());
    return new TaskLaunch(
        carrier, attempt.toString(), agent, executor, taskResources(job), job.killGrace(), payload);
  }

  private ExecutorSpec spec(
      Source source, String kind, boolean oneAttempt, long heapMb, Resources resources) {
    Bundle bundle = source.bundle();
    ExecutorPayload payload =
        new ExecutorPayload(
            profile.application(),
            bundle.id(),
            bundle.applicationLayers(),
            oneAttempt,
            profile.properties());
    ExecutorSpec unnamed =
        new ExecutorSpec(
            new ExecutorId(""),
            "ejc " + profile.application() + " " + kind,
            profile.user(),
            ExecutorCommand.of(profile, bundle.executorLayers(), heapMb),
            new TreeMap<>(),
            fetches(source),
            resources,
            payload);
    return named(unnamed, kind);
  }

  /** The id holds a hash of all the rest: the master refuses another spec under the same id. */
  private static ExecutorSpec named(ExecutorSpec unnamed, String kind) {
    ExecutorId id = new ExecutorId(OURS + kind + "." + hash(unnamed.toString()));
    return new ExecutorSpec(
        id,
        unnamed.name(),
        unnamed.user(),
        unnamed.command(),
        unnamed.environment(),
        unnamed.layers(),
        unnamed.resources(),
        unnamed.payload());
  }

  private List<Fetch> fetches(Source source) {
    String base = source.layerBase().isEmpty() ? profile.layerBase() : source.layerBase();
    Map<String, Layer> distinct = new LinkedHashMap<>();
    Stream.of(source.bundle().executorLayers(), source.bundle().applicationLayers())
        .flatMap(Collection::stream)
        .forEach(layer -> distinct.putIfAbsent(layer.sha256(), layer));
    return distinct.values().stream()
        .map(layer -> new Fetch(base + layer.sha256() + ".jar", ExecutorCommand.file(layer)))
        .toList();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
