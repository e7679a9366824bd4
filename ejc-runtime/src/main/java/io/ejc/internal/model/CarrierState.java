package io.ejc.internal.model;

/** How a carrier stands, as far as Mesos told. Ended carriers are not kept. */
public enum CarrierState {
  /** The intent to launch it is stored. */
  INTENDED,
  /** Mesos knows it and it has not ended. */
  ALIVE,
  /** It may still run, and nobody can say. */
  UNCERTAIN,
  /** It has ended. */
  ENDED
}
