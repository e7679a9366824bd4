package io.ejc.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InMemoryRunStoreTest extends RunStoreContract {

  private final InMemoryRunStore.Contents contents = new InMemoryRunStore.Contents();

  @Override
  protected RunStore open() {
    return new InMemoryRunStore(contents);
  }

  @Test
  void what_is_stored_does_not_change_with_the_arrays_that_went_in_or_came_out() throws Exception {
    RunStore store = leading();
    byte[] bytes = {1};
    store.commit(List.of(new RunStore.Change.Put("a", bytes)));
    bytes[0] = 2;
    Map<String, byte[]> read = store.takeOver();
    read.get("a")[0] = 3;

    assertThat(store.takeOver().get("a")).containsExactly(1);
  }
}
