package io.ejc.internal.core;

import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.ItemState;
import java.util.EnumSet;

/** The lifecycles of items, attempts and carriers. */
final class Lifecycles {

  static final Transitions<ItemState> ITEM =
      Transitions.of("item", ItemState.class)
          .allow(
              ItemState.WAITING,
              EnumSet.of(ItemState.LAUNCHED, ItemState.KILLED, ItemState.FAILED, ItemState.LOST))
          .allow(
              ItemState.LAUNCHED,
              EnumSet.of(
                  ItemState.RUNNING,
                  ItemState.WAITING,
                  ItemState.SUCCEEDED,
                  ItemState.FAILED,
                  ItemState.KILLED,
                  ItemState.LOST))
          .allow(
              ItemState.RUNNING,
              EnumSet.of(
                  ItemState.WAITING,
                  ItemState.SUCCEEDED,
                  ItemState.FAILED,
                  ItemState.KILLED,
                  ItemState.LOST));

  static final Transitions<AttemptState> ATTEMPT =
      Transitions.of("attempt", AttemptState.class)
          .allow(
              AttemptState.INTENDED,
              EnumSet.of(
                  AttemptState.RUNNING,
                  AttemptState.UNCERTAIN,
                  AttemptState.SUCCEEDED,
                  AttemptState.FAILED,
                  AttemptState.KILLED,
                  AttemptState.LOST,
                  AttemptState.REFUSED,
                  AttemptState.BUNDLE_ERROR))
          .allow(
              AttemptState.RUNNING,
              EnumSet.of(
                  AttemptState.UNCERTAIN,
                  AttemptState.SUCCEEDED,
                  AttemptState.FAILED,
                  AttemptState.KILLED,
                  AttemptState.LOST,
                  AttemptState.REFUSED,
                  AttemptState.BUNDLE_ERROR))
          .allow(
              AttemptState.UNCERTAIN,
              EnumSet.of(
                  AttemptState.INTENDED,
                  AttemptState.RUNNING,
                  AttemptState.SUCCEEDED,
                  AttemptState.FAILED,
                  AttemptState.KILLED,
                  AttemptState.LOST,
                  AttemptState.REFUSED,
                  AttemptState.BUNDLE_ERROR));

  static final Transitions<CarrierState> CARRIER =
      Transitions.of("carrier", CarrierState.class)
          .allow(
              CarrierState.INTENDED,
              EnumSet.of(CarrierState.ALIVE, CarrierState.UNCERTAIN, CarrierState.ENDED))
          .allow(CarrierState.ALIVE, EnumSet.of(CarrierState.UNCERTAIN, CarrierState.ENDED))
          .allow(
              CarrierState.UNCERTAIN,
              EnumSet.of(CarrierState.UNCERTAIN, CarrierState.ALIVE, CarrierState.ENDED));

  private Lifecycles() {}
}
