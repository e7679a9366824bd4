package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Run;

/**
 * Tells the application's listeners of runs; each call is answered by {@link
 * Event.ListenersReturned}. Called on the engine's thread, which must not wait for them.
 */
public interface Listening {

  /** For applications without listeners. */
  Listening NOBODY = (call, run) -> {};

  /**
   * Has them told.
   *
   * @param call what they are to be told
   * @param run the run as it stands
   */
  void tell(Call.TellListeners call, Run run);
}
