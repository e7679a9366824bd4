package io.ejc.internal.launch;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.ExecutorOptions;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.Residence;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.ShellCommand;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.WarmUpId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Plans executors and tasks. A pure function of the profile and its arguments. */
public final class LaunchPlanner {

  private static final String OURS = "ejc.";
  private static final String SHARED = "shared";

  /** The least that Mesos gives a task without a word in its log. */
  private static final Resources PROBE = new Resources(10, 0, 0, 0);

  private static final Duration PROBE_GRACE = Duration.ofSeconds(1);

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

  /** What the executor of a job's items takes: nothing where there is none of ours. */
  public Resources executorResources(JobDefinition job) {
    return job.runsCommand() ? Resources.NONE : executorResources(job.requirements().isolation());
  }

  /** What the Mesos task of an item takes besides its executor. */
  public static Resources taskResources(JobDefinition job) {
    Resources perItem = job.requirements().perItem();
    return job.requirements().isolation() == Isolation.SHARED
        ? new Resources(perItem.cpuMillis(), 0, perItem.diskMb(), perItem.gpus())
        : perItem;
  }

  /** What a probe takes, with its executor. */
  public Resources probeResources() {
    return executorResources(Isolation.SHARED).plus(PROBE);
  }

  /** The shared executor under everybody's role, unreserved. */
  public ExecutorSpec shared(Bundle bundle) {
    return shared(bundle, ExecutorOptions.NONE, unreserved("*"));
  }

  /** What a shared executor takes under a role where nothing is reserved. */
  public Allocation unreserved(String role) {
    return Allocation.unreserved(role, executorResources(Isolation.SHARED));
  }

  /**
   * The executor that items with SHARED isolation run in, before it is told where its own layers
   * are.
   *
   * @param bundle the code
   * @param options what its jobs ask of it
   * @param took what it takes, and under which role
   */
  public ExecutorSpec shared(Bundle bundle, ExecutorOptions options, Allocation took) {
    return spec(profile.with(options), bundle, SHARED, false, profile.heapMb(), took);
  }

  /** Where an executor gets the application's layers. */
  public LayerSource layers(List<String> addresses) {
    LayerSource.Store store = profile.delivery().store();
    return new LayerSource(store.first(addresses), profile.delivery().secret(), store);
  }

  /**
   * Where an executor gets its own layers, as Mesos shows it: only from where they are had without
   * being shown anything, and without TLS.
   */
  public String ownLayers(List<String> addresses) {
    LayerSource.Store store = profile.delivery().store();
    List<String> open =
        store.first(addresses).stream()
            .filter(address -> !address.startsWith("https:"))
            .filter(address -> store.open() || !address.equals(store.address()))
            .toList();
    return open.isEmpty() ? profile.layerBase() : String.join(" ", open);
  }

  /** The executor of one item with PROCESS isolation; the carrier makes it its own. */
  public ExecutorSpec process(
      Bundle bundle, CarrierId carrier, JobDefinition job, Allocation took) {
    ExecutorOptions options = job.requirements().executor();
    ShellCommand command = job.command();
    if (command != null) {
      // the application's image is one of executors
      String image = profile.world().containers() ? options.image() : "";
      return CommandExecutor.of(profile, carrier, command, image);
    }
    return spec(
        profile.with(options),
        bundle,
        carrier.toString(),
        true,
        job.requirements().perItem().memMb(),
        took);
  }

  /**
   * The task of an attempt.
   *
   * @param carrier its id
   * @param attempt the attempt
   * @param token its fencing token
   * @param job the job as the run has it
   * @param scheduled the instant for which the run was due; of an item that fires by itself the one
   *     until which what was due is settled
   * @param executor where it runs
   * @param agent on which agent
   * @param took what it takes there besides the executor
   */
  public TaskLaunch task(
      CarrierId carrier,
      AttemptId attempt,
      long token,
      JobDefinition job,
      Instant scheduled,
      ExecutorSpec executor,
      AgentId agent,
      Allocation took) {
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
            took.ports(),
            job.failover().lease(),
            job.handling(),
            job.resident()
                ? Optional.of(new Residence(job.schedule(), scheduled))
                : Optional.empty());
    return new TaskLaunch(
        carrier,
        attempt.toString(),
        agent,
        executor.runsCommand() ? CommandExecutor.told(executor, payload) : executor,
        took,
        new TaskLaunch.Limits(job.placement().cpuLimitMillis(), job.placement().memLimitMb()),
        job.killGrace(),
        payload);
  }

  /**
   * A task that looks at its agent and runs nothing, in the executor that SHARED items get.
   *
   * @param carrier its id
   * @param attempt what it is called in reports
   * @param bundle the code, which is fetched and loaded as for a job
   * @param place on which agent, and what executor and task take of what it offers
   * @param now the instant of the launch
   */
  public TaskLaunch probe(
      CarrierId carrier, AttemptId attempt, Bundle bundle, ProbePlace place, Instant now) {
    TaskPayload payload =
        new TaskPayload(attempt, "", 1, Optional.empty(), "", now, 1, PROBE_GRACE);
    return new TaskLaunch(
        carrier,
        attempt.toString(),
        place.agent(),
        shared(bundle, ExecutorOptions.NONE, place.executor()).servedAt(profile.layerBase()),
        place.task(),
        TaskLaunch.Limits.NONE,
        PROBE_GRACE,
        payload,
        layers(List.of(profile.layerBase())));
  }

  /**
   * Where a probe goes.
   *
   * @param agent on which agent
   * @param executor what the executor takes
   * @param task what the task takes
   */
  public record ProbePlace(AgentId agent, Allocation executor, Allocation task) {}

  /**
   * A task that runs nothing and makes an executor ready for those that will: it fetches and loads
   * the code, and starts what makes its jobs.
   *
   * @param id its id
   * @param incarnation of its job's name
   * @param executor the executor that it starts
   * @param place on which agent, and what executor and task take of what it offers
   * @param now the instant of the launch
   */
  public TaskLaunch warmUp(
      WarmUpId id, int incarnation, ExecutorSpec executor, ProbePlace place, Instant now) {
    AttemptId attempt =
        new AttemptId(RunId.manual(id.job(), incarnation, "warm-up-" + id.number()), 0, 1);
    TaskPayload payload =
        new TaskPayload(attempt, "", 1, Optional.empty(), "", now, id.number(), PROBE_GRACE);
    return new TaskLaunch(
        id,
        "warm-up for " + id.job(),
        place.agent(),
        executor,
        place.task(),
        TaskLaunch.Limits.NONE,
        PROBE_GRACE,
        payload);
  }

  /** What a probe takes beside its executor. */
  public Resources probeTask() {
    return PROBE;
  }

  private static ExecutorSpec spec(
      ExecutorProfile profile,
      Bundle bundle,
      String kind,
      boolean oneAttempt,
      long heapMb,
      Allocation took) {
    ExecutorPayload payload =
        new ExecutorPayload(
            profile.application(),
            bundle.id(),
            bundle.applicationLayers(),
            oneAttempt,
            profile.travelling());
    ExecutorSpec unnamed =
        new ExecutorSpec(
            new ExecutorId(""),
            "ejc " + profile.application() + " " + kind,
            profile.user(),
            ExecutorCommand.of(profile, bundle.executorLayers(), heapMb),
            profile.world().environment(),
            List.of(),
            took,
            profile.world().image(),
            payload);
    return named(unnamed, kind);
  }

  /**
   * The id holds a hash of all the rest but the addresses, which are repeated: the master refuses
   * another spec under the same id.
   */
  private static ExecutorSpec named(ExecutorSpec unnamed, String kind) {
    ExecutorId id = new ExecutorId(OURS + kind + "." + hash(unnamed.toString()));
    return new ExecutorSpec(
        id,
        unnamed.name(),
        unnamed.user(),
        unnamed.command(),
        unnamed.environment(),
        unnamed.layers(),
        unnamed.allocation(),
        unnamed.image(),
        unnamed.payload());
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
