package io.ejc.internal.engine;

import io.ejc.internal.model.Deployment;
import io.ejc.internal.record.StoreException;
import java.util.List;

/** The live hosts of a namespace, this one included, and what they carry (CORRECTNESS 9). */
public interface Hosts {

  /**
   * Asks for the live hosts as they are now.
   *
   * @throws StoreException when nobody can say, or one of them says what cannot be understood
   */
  Live live() throws StoreException;

  /**
   * Has somebody told whenever the live hosts change.
   *
   * @param changed called on a thread of the implementation; must not block
   */
  void whenChanged(Runnable changed);

  /**
   * What live hosts carry and understand.
   *
   * @param deployments each deployment once, the one whose host was there first comes first
   * @param reads the newest version of records that all of them read
   */
  record Live(List<Deployment> deployments, int reads) {
    /** Copies the list. */
    public Live {
      deployments = List.copyOf(deployments);
    }
  }
}
