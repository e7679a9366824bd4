package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.runtime.local.LocalCluster;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** Agents that are lost and return, held against the sessions 07. */
@MesosContract
class AgentContractTest {

  @Test
  void a_silent_agent_becomes_unreachable_and_its_tasks_run_on_when_it_returns(
      ContractCluster contract) throws Exception {
    contract.mustCutAgents();
    FrameworkInfo.Builder old = framework("old-style").setCheckpoint(true);
    old.removeCapabilities(1);
    try (TestScheduler scheduler = subscribe(contract, framework("lost").setCheckpoint(true));
        TestScheduler bystander = subscribe(contract, old)) {
      Offer offer = scheduler.takeOffer();
      AgentID agent = offer.getAgentId();
      scheduler.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"));
      TaskStatus running = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      scheduler.must(Call.Type.SUPPRESS);
      bystander.takeOffer(agent);

      contract.cut(offer);
      try {
        isUnreachable(agent, scheduler, bystander);
      } finally {
        contract.reconnect(offer);
      }
      TaskStatus back = scheduler.takeUpdate("t1", TaskState.TASK_RUNNING);
      assertThat(back.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REREGISTERED);
      assertThat(back.getMessage()).isEqualTo("Unreachable agent re-reregistered");
      assertThat(back.getContainerStatus()).isEqualTo(running.getContainerStatus());
      bystander.takeOffer(agent);
      scheduler.must(TestTasks.kill("t1"));
      scheduler.takeUpdate("t1", TaskState.TASK_KILLED);
    }
  }

  @Test
  void the_death_of_an_agent_is_TASK_LOST_at_once_without_checkpoint_and_later_with_it(
      ContractCluster contract) throws Exception {
    LocalCluster cluster = contract.controls();
    try (TestScheduler lasting = subscribe(contract, framework("lasting").setCheckpoint(true));
        TestScheduler brief = subscribe(contract, framework("brief"))) {
      Offer offer = lasting.takeOffer();
      AgentID agent = offer.getAgentId();
      lasting.launch(offer, TestTasks.task("t1", offer, TestTasks.java("exec-1"), "run"));
      lasting.must(Call.Type.SUPPRESS);
      Offer second = brief.takeOffer(agent);
      brief.launch(second, TestTasks.task("t2", second, TestTasks.java("exec-1"), "run"));
      TaskStatus first = lasting.takeUpdate("t1", TaskState.TASK_RUNNING);
      brief.takeUpdate("t2", TaskState.TASK_RUNNING);
      brief.takeOffer(agent);

      cluster.killAgent(contract.index(agent));
      TaskStatus lost = brief.takeUpdate("t2", TaskState.TASK_LOST);
      assertThat(lost.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DISCONNECTED);
      assertThat(lost.getMessage()).isEqualTo("Agent " + offer.getHostname() + " disconnected");
      assertThat(brief.story()).containsSubsequence("RESCIND", "t2 TASK_LOST");
      lasting.takeUpdate("t1", TaskState.TASK_UNREACHABLE);
      int pid = first.getContainerStatus().getExecutorPid();
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();

      cluster.reconnectAgent(contract.index(agent));
      assertThat(cluster.agentIds()).contains(agent.getValue());
      brief.takeOffer(agent);
      lasting.reconcile("t1", agent.getValue());
      lasting.takeUpdate("t1", TaskState.TASK_GONE);
    }
  }

  /** What both frameworks are told of a silent agent and of t1, which runs on it. */
  private static void isUnreachable(AgentID agent, TestScheduler scheduler, TestScheduler bystander)
      throws Exception {
    TaskStatus unreachable = scheduler.takeUpdate("t1", TaskState.TASK_UNREACHABLE);
    assertThat(unreachable.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
    assertThat(unreachable.getMessage()).isEqualTo("health check timed out");
    assertThat(unreachable.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(unreachable.hasUnreachableTime()).isTrue();
    assertThat(unreachable.hasUuid()).isFalse();
    failureOfAgent(scheduler);
    failureOfAgent(bystander);
    assertThat(scheduler.story()).endsWith("t1 TASK_UNREACHABLE", "FAILURE of an agent");
    assertThat(bystander.story()).endsWith("RESCIND", "FAILURE of an agent");

    scheduler.reconcile("t1", agent.getValue());
    assertThat(scheduler.takeUpdate("t1", TaskState.TASK_UNREACHABLE).getMessage())
        .isEqualTo("Reconciliation: Task is unreachable");
    scheduler.reconcile("t1", "");
    scheduler.takeUpdate("t1", TaskState.TASK_UNKNOWN);
    bystander.reconcile("nope", agent.getValue());
    assertThat(bystander.takeUpdate("nope").getState()).isEqualTo(TaskState.TASK_LOST);
  }

  private static TestScheduler subscribe(ContractCluster contract, FrameworkInfo.Builder info)
      throws Exception {
    return TestScheduler.subscribe(contract.masterUrl(), info);
  }

  private static void failureOfAgent(TestScheduler scheduler) {
    Event event = scheduler.take(e -> e.getType() == Event.Type.FAILURE);
    assertThat(event.getFailure().hasExecutorId()).isFalse();
  }
}
