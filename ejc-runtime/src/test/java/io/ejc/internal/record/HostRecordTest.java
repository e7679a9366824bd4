package io.ejc.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.JobDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostRecordTest {

  private static final String LAYERS = "http://a:8098/layers/s/";

  private static HostRecord host(String name, List<JobDefinition> jobs) {
    return HostRecord.of(name, Jobs.bundle(), jobs, LAYERS);
  }

  @Test
  void what_a_host_says_comes_back_equal() throws StoreException {
    HostRecord said =
        host("a:1", List.of(Jobs.job("report").cron("0 * * * * ?").parameter(0, "Köln").build()));

    assertThat(HostRecord.read("hosts/1", said.write())).isEqualTo(said);
  }

  @Test
  void what_a_store_has_is_named_before_the_host_and_comes_back_equal() throws StoreException {
    BundleId here = new BundleId("here");
    BundleId gone = new BundleId("gone");
    String store = "file:///mnt/ejc/";

    HostRecord said =
        host("a:1", List.of())
            .serving(List.of(here))
            .stored(store, List.of(Jobs.bundle().id(), here, gone));

    assertThat(said.deployment().layerBases()).containsExactly(store, LAYERS);
    assertThat(said.deployment().earlier())
        .containsOnly(Map.entry(here, List.of(store, LAYERS)), Map.entry(gone, List.of(store)));
    assertThat(HostRecord.read("hosts/1", said.write())).isEqualTo(said);
  }

  @Test
  void hosts_with_equal_code_and_jobs_carry_the_same_deployment_and_others_do_not() {
    List<JobDefinition> jobs = List.of(Jobs.job("report").build());
    List<JobDefinition> changed = List.of(Jobs.job("report").items(2).build());

    assertThat(host("a:1", jobs).deployment().id()).isEqualTo(host("b:2", jobs).deployment().id());
    assertThat(host("a:1", jobs).deployment().id())
        .isNotEqualTo(host("a:1", changed).deployment().id());
  }

  @Test
  void a_thousand_jobs_take_little_room() {
    List<JobDefinition> jobs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      jobs.add(Jobs.job("job-" + i).cron("0 " + i % 60 + " * * * ?").build());
    }

    assertThat(host("a:1", jobs).write()).hasSizeLessThan(100_000);
  }

  @Test
  void what_is_no_announcement_is_refused_with_its_path() {
    assertThatThrownBy(() -> HostRecord.read("/ejc/shop/hosts/1", new byte[] {1, 2}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/ejc/shop/hosts/1 cannot be read");
  }
}
