package io.ejc.internal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.ItemState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecyclesTest {

  @ParameterizedTest
  @EnumSource(ItemState.class)
  void an_ended_item_stays_as_it_is_and_every_other_can_end(ItemState state) {
    assertThat(Lifecycles.ITEM.following(state).isEmpty()).isEqualTo(state.ended());
    if (!state.ended()) {
      assertThat(Lifecycles.ITEM.following(state)).anyMatch(ItemState::ended);
    }
  }

  @ParameterizedTest
  @EnumSource(AttemptState.class)
  void an_ended_attempt_stays_as_it_is_and_every_other_can_end(AttemptState state) {
    assertThat(Lifecycles.ATTEMPT.following(state).isEmpty()).isEqualTo(state.ended());
  }

  @Test
  void an_illegal_step_says_what_was_legal() {
    assertThatThrownBy(
            () -> Lifecycles.CARRIER.check(CarrierState.ENDED, CarrierState.ALIVE, "job.c1"))
        .hasMessage("carrier job.c1: ENDED -> ALIVE (expected: [])");
  }

  @Test
  void the_table_prints_as_a_diagram() {
    assertThat(Lifecycles.ITEM.diagram())
        .startsWith("@startuml item\n")
        .contains("WAITING --> LAUNCHED\n")
        .doesNotContain("SUCCEEDED -->");
  }
}
