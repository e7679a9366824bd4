package io.ejc.internal.core;

import io.ejc.internal.model.Run;
import io.ejc.internal.model.Run.Notice;
import io.ejc.internal.model.Run.Phase;
import io.ejc.internal.model.RunId;
import java.util.List;

/**
 * Has listeners told of runs. That they are going to be told is stored first, and that they were
 * told is stored after; who finds the one without the other has them told again, and says so.
 */
final class Notices {

  private final boolean listens;

  Notices(boolean listens) {
    this.listens = listens;
  }

  /** A run's turn has come. One that waited again after a cut commit may have been told of. */
  void begins(Turn turn, RunId id) {
    if (listens && turn.state.runs.get(id).course().before() == Notice.NONE) {
      tell(turn, id, Phase.BEFORE);
    }
  }

  /** A run has ended; of one that never began nobody knows. */
  void ended(Turn turn, RunId id) {
    Run.Course course = turn.state.runs.get(id).course();
    if (listens && course.before() != Notice.NONE && course.after() == Notice.NONE) {
      tell(turn, id, Phase.AFTER);
    }
  }

  private static void tell(Turn turn, RunId id, Phase phase) {
    turn.emit(new Fact.ListenersDue(id, phase));
    turn.send(new Call.TellListeners(id, phase, false));
  }

  /** They were told; true when the run was waited for. */
  boolean returned(Turn turn, Event.ListenersReturned event) {
    Run run = turn.state.runs.find(event.run());
    boolean awaited = run != null && run.course().of(event.phase()) == Notice.DUE;
    if (awaited) {
      turn.emit(new Fact.ListenersReturned(event.run(), event.phase()));
      turn.offersUseful();
    }
    return awaited;
  }

  /** This host begins to lead: how far its predecessor came with telling, nobody knows. */
  void takeOver(Turn turn) {
    for (Run run : List.copyOf(turn.state.allRuns())) {
      for (Phase phase : Phase.values()) {
        if (run.course().of(phase) == Notice.DUE) {
          again(turn, run.id(), phase);
        }
      }
    }
  }

  private void again(Turn turn, RunId id, Phase phase) {
    if (listens) {
      turn.send(new Call.TellListeners(id, phase, true));
    } else {
      turn.emit(new Fact.ListenersReturned(id, phase)); // here is nobody whom to tell
    }
  }

  /** Whether a run that has ended is kept until it was told of. */
  static boolean keeps(Run run) {
    return run.course().before() == Notice.DUE || run.course().after() == Notice.DUE;
  }
}
