package io.ejc.internal.engine;

import io.ejc.internal.record.StoreException;
import java.time.Instant;

/** The clock that all hosts share: the store's. */
public interface StoreClock {

  /**
   * What the store's clock showed while this was called.
   *
   * @throws StoreException when the store does not answer
   */
  Instant instant() throws StoreException;
}
