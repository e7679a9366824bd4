package io.ejc.runtime.local;

import io.ejc.internal.localcluster.Cluster;
import io.ejc.internal.localcluster.ClusterException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in this JVM: a ZooKeeper server, one or several masters and agents that speak the Mesos
 * v1 HTTP APIs over loopback, executors and commands as child processes in sandbox directories. It
 * is made for development and tests, shows schedulers, executors and operators what a Mesos 1.12
 * would, and is never the production answer.
 *
 * <pre>{@code
 * try (LocalCluster cluster = LocalCluster.builder().directory(dir).start()) {
 *   run("-Dejc.mesos.master=" + cluster.masterUrl(), "-Dejc.zookeeper.servers=" + cluster.zookeeperServers());
 * }
 * }</pre>
 *
 * <p>What ZooKeeper holds and the agents' ids survive in the directory; everything else ends with
 * the cluster, as a Mesos master's memory does. After a restart the same agents register again, so
 * that an explicit reconciliation of an earlier task is answered with TASK_GONE.
 *
 * <p>All methods may be called by any thread. The agents' hostnames are {@code agent-1}, {@code
 * agent-2}, …; agent numbers start at 0. The methods that make faults happen are for tests; each
 * says what a scheduler sees.
 */
public final class LocalCluster implements AutoCloseable {

  private final Cluster cluster;
  private final String scheme;

  LocalCluster(Cluster cluster, String scheme) {
    this.cluster = cluster;
    this.scheme = scheme;
  }

  /** Two agents with 4 cpus, 4096 MB of memory and 10000 MB of disk each, ports chosen freely. */
  public static LocalClusterBuilder builder() {
    return new LocalClusterBuilder();
  }

  /** The leading master's address, {@code http://127.0.0.1:port}; while none leads, the first's. */
  public synchronized URI masterUrl() {
    return url(cluster.masterPort());
  }

  /** The addresses of all masters. */
  public synchronized List<URI> masterUrls() {
    return cluster.masterPorts().stream().map(this::url).toList();
  }

  /** Where the leading master is to be found in ZooKeeper, {@code zk://127.0.0.1:port/mesos}. */
  public String masterInZookeeper() {
    return "zk://" + cluster.zooKeeperServers() + "/mesos";
  }

  /** ZooKeeper's address, {@code 127.0.0.1:port}. */
  public String zookeeperServers() {
    return cluster.zooKeeperServers();
  }

  /** The agents' ids by agent number; the same again after a restart in the same directory. */
  public synchronized List<String> agentIds() {
    return cluster.agentIds();
  }

  /**
   * The agent and its executors end as with {@code kill -9}. Offers are rescinded; tasks of
   * frameworks without checkpointing are TASK_LOST at once, others when the agent's pings have been
   * missed.
   *
   * @param index the agent's number
   */
  public synchronized void killAgent(int index) {
    interruptibly(() -> cluster.killAgent(index));
  }

  /**
   * The agent's process ends as with {@code kill -9}; executors of frameworks with checkpointing
   * live on if the cluster was started with {@link LocalClusterBuilder#checkpoint}, others are
   * killed. Offers are rescinded. {@link #reconnectAgent} starts it again.
   *
   * @param index the agent's number
   */
  public synchronized void crashAgent(int index) {
    interruptibly(() -> cluster.crashAgent(index));
  }

  /**
   * {@link #crashAgent} and {@link #reconnectAgent}: executors subscribe again and go on, and the
   * agent presents itself after {@code executorReregistrationTimeout}.
   *
   * @param index the agent's number
   */
  public synchronized void restartAgent(int index) {
    crashAgent(index);
    reconnectAgent(index);
  }

  /**
   * Nothing passes between agent and master any more, the executors live on: after the missed pings
   * the tasks are TASK_UNREACHABLE.
   *
   * @param index the agent's number
   */
  public synchronized void disconnectAgent(int index) {
    cluster.disconnectAgent(index);
  }

  /**
   * A disconnected agent returns with its executors; one that crashed is started again and takes
   * over its executors; one that was killed is started again without them. One that was told to end
   * because it was marked gone comes as a new agent.
   *
   * @param index the agent's number
   */
  public synchronized void reconnectAgent(int index) {
    interruptibly(() -> cluster.reconnectAgent(index));
  }

  /**
   * As an operator's DRAIN_AGENT: no offers any more, all tasks are killed.
   *
   * @param index the agent's number
   * @param longestGrace of the kills; null leaves each task its own
   * @param markGone whether the agent is gone when it is empty
   */
  public synchronized void drainAgent(
      int index, @Nullable Duration longestGrace, boolean markGone) {
    interruptibly(() -> cluster.drainAgent(index, longestGrace, markGone));
  }

  /**
   * As an operator's REACTIVATE_AGENT, after a drain.
   *
   * @param index the agent's number
   */
  public synchronized void reactivateAgent(int index) {
    interruptibly(() -> cluster.reactivateAgent(index));
  }

  /**
   * As an operator's MARK_AGENT_GONE: its tasks are TASK_GONE_BY_OPERATOR, its process ends.
   *
   * @param index the agent's number
   */
  public synchronized void markAgentGone(int index) {
    interruptibly(() -> cluster.markAgentGone(index));
  }

  /**
   * The leading master ends as with {@code kill -9}: streams are cut. Of several masters another
   * one leads when the session in ZooKeeper has run out, of one none until {@link #startMaster}.
   */
  public synchronized void killMaster() {
    interruptibly(cluster::killMaster);
  }

  /** Masters that were killed start again on their ports, knowing nothing; the agents register. */
  public synchronized void startMaster() {
    interruptibly(cluster::startMaster);
  }

  /** {@link #killMaster} and {@link #startMaster}. */
  public synchronized void restartMaster() {
    killMaster();
    startMaster();
  }

  /** ZooKeeper ends: its clients lose their connections, and later their sessions. */
  public synchronized void stopZookeeper() {
    interruptibly(cluster::stopZooKeeper);
  }

  /** ZooKeeper starts again on the same port, with what it had acknowledged. */
  public synchronized void startZookeeper() {
    interruptibly(cluster::startZooKeeper);
  }

  /** {@link #stopZookeeper} and {@link #startZookeeper}. */
  public synchronized void restartZookeeper() {
    stopZookeeper();
    startZookeeper();
  }

  /**
   * A session of any client of ZooKeeper ends as if it had run out.
   *
   * @param sessionId as the client's {@code getSessionId()} tells it
   */
  public synchronized void expireZookeeperSession(long sessionId) {
    interruptibly(() -> cluster.expireSession(sessionId));
  }

  /**
   * The leading master's session in ZooKeeper ends as if it had run out. Of several masters another
   * one leads then, and this one starts anew; a single one leads on.
   */
  public synchronized void expireMasterSession() {
    interruptibly(cluster::expireMasterSession);
  }

  /**
   * Asks all executors to shut down, gives them their grace, kills what is left, and closes every
   * port. Takes a little more than the grace at most. The second call does nothing.
   */
  @Override
  public synchronized void close() {
    cluster.close();
  }

  private URI url(int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }

  private static void interruptibly(Interruptible work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while the local cluster was changing", e);
    } catch (ClusterException e) {
      throw new LocalClusterException(String.valueOf(e.getMessage()), e);
    }
  }
}
