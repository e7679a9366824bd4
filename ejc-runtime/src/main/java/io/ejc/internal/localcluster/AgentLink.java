package io.ejc.internal.localcluster;

import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a master tells an agent. Any thread; nothing is answered, and all may be lost on the way.
 */
interface AgentLink {

  void registered();

  void run(FrameworkInfo framework, TaskInfo task);

  void kill(String frameworkId, String taskId, @Nullable KillPolicy policy);

  void shutdownExecutor(String frameworkId, String executorId);

  void shutdownFramework(String frameworkId);

  void message(String frameworkId, String executorId, ByteString data);

  void acknowledge(String frameworkId, String taskId, ByteString uuid);

  /** The framework describes itself anew. */
  void frameworkUpdated(FrameworkInfo framework);

  /** The framework has subscribed (again): what it has not acknowledged is sent at once. */
  void frameworkSubscribed(FrameworkInfo framework);

  /** All tasks are killed, with no more grace than this, and none are taken any more. */
  void drain(DrainConfig config);

  /** The master will have nothing more to do with it: it ends, with all its executors. */
  void end(String why);

  /** The master believes in these tasks; the agent reports those that it does not know. */
  void reconcile(String frameworkId, List<String> taskIds);
}
