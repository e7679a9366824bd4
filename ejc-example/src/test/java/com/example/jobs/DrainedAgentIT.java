package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.test.LocalClusterTest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@LocalClusterTest(agents = 2, application = ShopJobs.class)
class DrainedAgentIT {

  @Test
  void an_item_goes_on_elsewhere_when_its_agent_is_drained(Ejc ejc, LocalCluster cluster)
      throws Exception {
    String run = ejc.trigger(ReindexSearch.NAME).id();
    String host =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> whereItRuns(ejc, run), Optional::isPresent)
            .orElseThrow();
    int agent = Integer.parseInt(host.substring("agent-".length())) - 1;

    cluster.drainAgent(agent, null, false);

    RunView ended = ejc.whenEnded(run).get(2, TimeUnit.MINUTES);
    assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.items().get(0).attempts())
        .extracting(AttemptView::agentHost)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  /** The host of item 0, while it runs. */
  private static Optional<String> whereItRuns(Ejc ejc, String run) {
    ItemView item = ejc.findRun(run).orElseThrow().items().get(0);
    return item.state() == ItemState.RUNNING
        ? Optional.of(item.attempts().get(0).agentHost())
        : Optional.empty();
  }
}
