package io.ejc.internal.core;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.ItemState;

/** The lifecycles of items, attempts and carriers. */
final class Lifecycles {

  static final Transitions<ItemState> ITEM =
      Transitions.of("item", ItemState.class)
          .allow(
              ItemState.WAITING,
              ItemState.LAUNCHED,
              ItemState.KILLED,
              ItemState.FAILED,
              ItemState.LOST)
          .allow(
              ItemState.LAUNCHED,
              ItemState.RUNNING,
              ItemState.WAITING,
              ItemState.SUCCEEDED,
              ItemState.FAILED,
              ItemState.KILLED,
              ItemState.LOST)
          .allow(
              ItemState.RUNNING,
              ItemState.WAITING,
              ItemState.SUCCEEDED,
              ItemState.FAILED,
              ItemState.KILLED,
              ItemState.LOST);

  static final Transitions<AttemptState> ATTEMPT =
      Transitions.of("attempt", AttemptState.class)
          .allow(
              AttemptState.INTENDED,
              AttemptState.RUNNING,
              AttemptState.UNCERTAIN,
              AttemptState.SUCCEEDED,
              AttemptState.FAILED,
              AttemptState.KILLED,
              AttemptState.LOST,
              AttemptState.REFUSED,
              AttemptState.BUNDLE_ERROR)
          .allow(
              AttemptState.RUNNING,
              AttemptState.UNCERTAIN,
              AttemptState.SUCCEEDED,
              AttemptState.FAILED,
              AttemptState.KILLED,
              AttemptState.LOST,
              AttemptState.BUNDLE_ERROR)
          .allow(
              AttemptState.UNCERTAIN,
              AttemptState.INTENDED,
              AttemptState.RUNNING,
              AttemptState.SUCCEEDED,
              AttemptState.FAILED,
              AttemptState.KILLED,
              AttemptState.LOST,
              AttemptState.REFUSED,
              AttemptState.BUNDLE_ERROR);

  static final Transitions<CarrierState> CARRIER =
      Transitions.of("carrier", CarrierState.class)
          .allow(
              CarrierState.INTENDED, CarrierState.ALIVE, CarrierState.UNCERTAIN, CarrierState.ENDED)
          .allow(CarrierState.ALIVE, CarrierState.UNCERTAIN, CarrierState.ENDED)
          .allow(
              CarrierState.UNCERTAIN,
              CarrierState.UNCERTAIN,
              CarrierState.ALIVE,
              CarrierState.ENDED);

  private Lifecycles() {}
}
