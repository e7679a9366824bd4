package io.ejc.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.record.Documents.FrameworkDocument;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of each kind of record when it cannot be read. */
class UnreadableRecordsTest {

  private final StateRecords records = new StateRecords();

  private static Map<String, byte[]> broken(String path) {
    return Map.of(path, "{\"v\":1,".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void without_the_framework_s_id_nobody_leads_and_the_node_and_the_command_are_named() {
    assertThatThrownBy(() -> records.restore(broken("framework")))
        .isInstanceOf(CannotLeadException.class)
        .hasMessageContaining("record framework cannot be read")
        .hasMessageContaining("zkCli.sh: delete /ejc/NAMESPACE/records/framework");
  }

  @Test
  void without_the_deployment_the_live_hosts_say_what_is_deployed() throws StoreException {
    StoredState state = records.restore(broken("deployment"));

    assertThat(state.deployed()).isNull();
    assertThat(state.setAside())
        .singleElement()
        .satisfies(
            aside -> {
              assertThat(aside.record()).isEqualTo("deployment");
              assertThat(aside.problem()).contains("it is written anew from what live hosts carry");
            });
  }

  @Test
  void without_the_control_record_everything_is_paused() throws StoreException {
    StoredState state = records.restore(broken("control"));

    assertThat(state.paused()).isTrue();
    assertThat(state.setAside())
        .singleElement()
        .satisfies(
            aside -> assertThat(aside.problem()).contains("everything is paused until resume()"));
  }

  @Test
  void a_job_and_a_run_are_set_aside_with_their_paths() throws StoreException {
    assertThat(records.restore(broken("jobs/report")).setAside())
        .extracting(StoredState.SetAside::record)
        .containsExactly("jobs/report");
    assertThat(records.restore(broken("runs/report/report.1.m.k/items/0")).setAside())
        .extracting(StoredState.SetAside::record)
        .containsExactly("runs/report/report.1.m.k/items/0");
  }

  @Test
  void a_record_of_a_newer_host_makes_this_one_refuse_to_lead_and_sets_nothing_aside() {
    byte[] newer = new RecordFormat(2).write(new FrameworkDocument(new FrameworkId("f"), false));

    for (String path : new String[] {"framework", "deployment", "control", "jobs/report"}) {
      assertThatThrownBy(() -> records.restore(Map.of(path, newer)))
          .isInstanceOf(CannotLeadException.class)
          .hasMessageContaining("record " + path + ": version 2 (expected: 1 to 1)")
          .hasMessageContaining("run a newer version of EJC here");
    }
  }

  @Test
  void a_writer_writes_what_the_oldest_live_host_reads() throws Exception {
    RecordFormat format = new RecordFormat(3);
    FrameworkDocument document = new FrameworkDocument(new FrameworkId("f"), false);
    format.writeFor(1);
    byte[] forAll = format.write(document);
    format.writeFor(2);
    byte[] forSome = format.write(document);

    assertThat(new RecordFormat(1).read("framework", forAll, FrameworkDocument.class))
        .isEqualTo(document);
    assertThatThrownBy(
            () -> new RecordFormat(1).read("framework", forSome, FrameworkDocument.class))
        .isInstanceOf(CannotLeadException.class);
    format.writeFor(7);
    assertThat(new String(format.write(document), StandardCharsets.UTF_8)).contains("\"v\":3");
  }
}
