package io.ejc.internal.record;

import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What code the records name: a host that begins finds out whether a store has it. */
public final class StoredBundles {

  /** The record of what is deployed. */
  public static final String DEPLOYMENT = "deployment";

  /** The records below this one are the bundles that runs want besides. */
  public static final String BUNDLES = StateRecords.BUNDLES;

  private StoredBundles() {}

  /**
   * The bundles of records; what cannot be read is left out.
   *
   * @param records that of the deployment and those below the bundles', by path
   * @throws StoreException when a newer host wrote one
   */
  public static List<Bundle> of(Map<String, byte[]> records) throws StoreException {
    StoredState state = new StateRecords().restore(records);
    List<Bundle> bundles = new ArrayList<>(state.bundles());
    if (state.deployed() != null) {
      bundles.add(0, state.deployed().bundle());
    }
    return bundles;
  }
}
