package io.ejc.api;

import io.ejc.api.spi.EjcApplication;
import io.ejc.api.spi.EjcProvider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A running EJC: the handle of the scheduler that lives inside this process.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Ejc.run(ShopJobs.class, args);
 * }
 * }</pre>
 *
 * <p>Safe for use by any thread. Methods that change something return when the change is durable.
 */
public interface Ejc extends AutoCloseable {

  /**
   * Starts EJC for an application and returns when its jobs are registered. The process stays up
   * until the handle is closed or the JVM is told to end, and is then closed in order.
   *
   * <p>Jobs are looked for in the package of {@code application} and below, unless {@code
   * ejc.scan.packages} names others. With no configuration a local cluster is started in this
   * process; {@code ejc.mesos.master} and {@code ejc.zookeeper.servers} name a real one.
   *
   * @param application the class whose package holds the jobs
   * @param args the arguments of {@code main}; {@code --ejc.key=value} sets a key, all others are
   *     left to the application
   * @return the handle
   * @throws EjcStartException when it could not start, with every problem found
   */
  static Ejc run(Class<?> application, String... args) {
    return builder(application).args(args).start();
  }

  /**
   * Begins a start with more choices than {@link #run}.
   *
   * @param application the class whose package holds the jobs
   * @return a builder, for one thread
   */
  static Builder builder(Class<?> application) {
    return new Builder(application);
  }

  /** The application's name, which is also the Mesos framework's. */
  String name();

  /**
   * Whether this host leads: of all hosts of a namespace one does, and the others stand by. What
   * changes something is refused on a standby; what reads shows what was true {@link #asOf()}.
   */
  boolean leads();

  /**
   * As of when everything that this handle shows is true: now where this host leads, the last look
   * at what the leader has stored on a standby, a second or a few ago.
   *
   * @return the instant, by this host's clock; empty on a standby that has not looked yet
   */
  Optional<Instant> asOf();

  /** What waits for an operator, with the next step; empty when all is well. */
  List<ProblemView> problems();

  /**
   * Examines the cluster as this application meets it: ZooKeeper, the Mesos master, and every agent
   * that offers enough, on which the application's executor is started once to look around. Takes
   * up to {@code ejc.doctorTimeout} and touches neither jobs nor runs.
   *
   * @return what was found, also what is well, in the order in which it was looked at
   * @throws EjcException when the calling thread is interrupted meanwhile
   */
  List<FindingView> examine();

  /** The registered jobs, by name. */
  List<JobView> jobs();

  /**
   * A registered job.
   *
   * @param jobName its name
   * @return the job as it stands now; empty when there is none of that name
   */
  Optional<JobView> job(String jobName);

  /**
   * The runs of a job that are kept: all active ones and the latest ended ones, newest first.
   *
   * @param jobName the job's name
   * @return the runs; empty when there are none or no such job
   */
  List<RunView> runs(String jobName);

  /**
   * A run.
   *
   * @param runId its id
   * @return the run as it stands now; empty when it is not kept any more or never was
   */
  Optional<RunView> findRun(String runId);

  /**
   * Starts a run now, whether or not the job has a cron.
   *
   * @param jobName the job's name
   * @return the new run
   * @throws EjcException when there is no such job, it is disabled, or its overlap policy forbids
   *     another run now
   */
  RunView trigger(String jobName);

  /**
   * Starts a run now, once for each key: a second trigger with the same key returns the first run.
   *
   * @param jobName the job's name
   * @param key the idempotency key. Rule: {@code [A-Za-z0-9_-]{1,64}}
   * @return the run of that key
   * @throws EjcException as {@link #trigger(String)}
   */
  RunView trigger(String jobName, String key);

  /**
   * Starts a run now, once for each key, with a parameter of its own: its items find it in {@link
   * ShardingContext#getJobParameter()}, in place of {@link ElasticJob#jobParameter()}. It is stored
   * with the run. A second trigger with the same key returns the first run, whatever its parameter.
   *
   * @param jobName the job's name
   * @param key the idempotency key. Rule: {@code [A-Za-z0-9_-]{1,64}}
   * @param parameter any text of at most 10000 characters
   * @return the run of that key
   * @throws EjcException as {@link #trigger(String)}; also when with {@link Overlap#QUEUE_ONE} a
   *     run waits already that was given something else
   */
  RunView trigger(String jobName, String key, String parameter);

  /**
   * Waits for the end of a run.
   *
   * @param runId the run's id
   * @return completed with the ended run, also when another host leads by then; exceptionally with
   *     an {@link EjcException} when there is no such run or this handle is closed before its end
   */
  CompletableFuture<RunView> whenEnded(String runId);

  /**
   * Asks for the end of one item. Its thread is interrupted; the item is KILLED when the thread has
   * ended, not before.
   *
   * @param runId the run's id
   * @param item the sharding item
   * @return whether there was something to kill: false when the item had already ended
   * @throws EjcException when there is no such run or item
   */
  boolean kill(String runId, int item);

  /**
   * Asks for the end of a run: all its items that have not ended.
   *
   * @param runId the run's id
   * @return whether there was something to kill
   * @throws EjcException when there is no such run
   */
  boolean kill(String runId);

  /**
   * Asks for the end of all runs of a job, waiting ones too.
   *
   * @param jobName the job's name
   * @return whether there was something to kill
   */
  boolean killAll(String jobName);

  /**
   * Says why an item is not running: what each agent that was offered lacks, which is nearest, and
   * what would have to change.
   *
   * @param runId the run's id
   * @param item the sharding item
   * @return why, as it stands now
   * @throws EjcException when there is no such run or item, or this host does not lead
   */
  WaitingView whyWaiting(String runId, int item);

  /**
   * Lets a job fire, also where {@link ElasticJob#disabled()} says otherwise, and releases it from
   * quarantine. Kept over restarts and new versions of the application.
   *
   * @param jobName the job's name
   * @throws EjcException when there is no such job
   */
  void enable(String jobName);

  /**
   * Keeps a job from firing; the ledger records what it skips. Runs that are under way go on. Kept
   * over restarts and new versions of the application.
   *
   * @param jobName the job's name
   * @throws EjcException when there is no such job
   */
  void disable(String jobName);

  /** Registers jobs at run time, and changes and removes them. */
  JobRegistry registry();

  /**
   * Pauses everything: no job fires, nothing can be triggered, and no item is placed; what runs
   * goes on. The ledger records what is skipped. Kept over restarts.
   */
  void pause();

  /**
   * Sets a job's ledger back to now, after a host with a clock that was ahead has settled instants
   * that are still to come: they are due again, and may start runs that have been once.
   *
   * @param jobName the job's name
   * @throws EjcException when there is no such job, or its ledger is not ahead of now
   */
  void setLedgerBack(String jobName);

  /**
   * Goes back to an earlier version of the application that a live host still carries: its code and
   * its jobs are current until {@link #rollForward()}, also when newer ones appear. When its last
   * host ends, the latest that is carried counts.
   *
   * @param bundle its code, by SHA-256 or the first digits of it, or {@code previous} for the
   *     version before the current one
   * @throws EjcException when no live host carries it
   */
  void rollBack(String bundle);

  /** Ends a {@link #rollBack(String)}: the latest version that live hosts carry is current. */
  void rollForward();

  /** Ends a {@link #pause()}. */
  void resume();

  /** Whether everything is paused. */
  boolean paused();

  /**
   * Ends this application on the cluster, for good, and closes this handle: every run that has not
   * ended is killed, the master ends all its tasks and executors, and the framework's id is
   * forgotten, so that a later start is a new framework. Close standbys first: one of them would
   * begin anew.
   *
   * <p>The master does not tell what became of the tasks. Items that were running are recorded as
   * killed when the next start has waited {@link ElasticJob#failoverAfter()} for them.
   *
   * @throws EjcException when this host does not lead, has no session with the master, or the
   *     master did not confirm within 30 seconds; this handle stays open then, and the master is
   *     told again by itself once it was told
   */
  void teardown();

  /**
   * Stops scheduling and releases everything this handle holds, in order: executors without work
   * are ended first. On a real cluster running items go on, and a later start or a standby picks
   * them up; a local cluster ends with its host, and its items are tried again at the next start.
   * Idempotent; returns when all is closed.
   */
  @Override
  void close();

  /** Choices for a start. Not thread-safe; each {@link #start} uses the choices made until then. */
  final class Builder {

    private final EjcApplication.Builder application;

    private Builder(Class<?> application) {
      this.application = new EjcApplication.Builder(application);
    }

    /**
     * Arguments of {@code main}; {@code --ejc.key=value} sets a key and wins over every other
     * source.
     *
     * @param args the arguments
     * @return this
     */
    public Builder args(String... args) {
      application.args(List.of(args));
      return this;
    }

    /**
     * Sets a configuration key from code. System properties and environment win over it, files and
     * defaults do not.
     *
     * @param key a key of EJC ({@code ejc.}...), or any other for placeholders in attributes
     * @param value its value
     * @return this
     */
    public Builder property(String key, String value) {
      application.property(key, value);
      return this;
    }

    /**
     * Names the application: short for {@code property("ejc.name", name)}.
     *
     * @param name the name. Rule: {@code [A-Za-z0-9._-]{1,100}}
     * @return this
     */
    public Builder name(String name) {
      return property("ejc.name", name);
    }

    /**
     * Adds a listener that is told of every run, once before and once after it. Listeners are
     * called in the order in which they were added.
     *
     * @param listener the listener
     * @return this
     */
    public Builder runListener(RunListener listener) {
      application.runListener(listener);
      return this;
    }

    /**
     * Starts EJC with these choices.
     *
     * @return the handle
     * @throws EjcStartException when it could not start, with every problem found
     */
    public Ejc start() {
      return EjcProvider.load().start(application.build());
    }
  }
}
