package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.Run.Notice;
import io.ejc.internal.model.Run.Phase;
import io.ejc.internal.model.RunId;
import java.util.HashSet;
import java.util.Set;

/**
 * Listeners of runs, and what they may rely on: a call that does not say that it is made again
 * comes once for each end of a run; what is due is stored before; no item of a run begins before
 * they were told of it; after each run that they were told of before they are told of its end.
 */
final class SimListeners {

  private final World world;
  private final Dice dice;
  private final Set<String> called = new HashSet<>();
  private final Set<String> unmarked = new HashSet<>();
  private final Set<RunId> told = new HashSet<>();
  private final Set<RunId> ended = new HashSet<>();
  final boolean there;

  SimListeners(World world) {
    this.world = world;
    this.dice = world.dice("listeners");
    this.there = dice.chance(0.5);
  }

  /** A host calls; it hears that they returned, unless it ends or is deposed before. */
  void call(SimHost.Term term, Call.TellListeners planned, Run run) {
    Call.TellListeners call =
        world.planted(Planted.AGAIN_UNSAID)
            ? new Call.TellListeners(planned.run(), planned.phase(), false)
            : planned;
    world.note(() -> term.host().name + " tells listeners " + call);
    check(term, call, run);
    int life = term.host().life;
    long takes = dice.chance(0.1) ? dice.between(500, 8_000) : dice.between(0, 40);
    world.time.in(
        takes,
        () -> {
          if (term.host().life != life) {
            return; // the process ended, and its listeners with it
          }
          if (call.phase() == Phase.BEFORE) {
            told.add(call.run());
          } else {
            ended.add(call.run());
          }
          term.put(new Event.ListenersReturned(call.run(), call.phase()));
        });
  }

  private void check(SimHost.Term term, Call.TellListeners call, Run run) {
    Run stored = world.judge.stored().run(call.run());
    // one that was deposed after its commit may tell late, its successor having told again
    boolean deposed = !term.shadow().leads();
    boolean due = deposed || (stored != null && stored.course().of(call.phase()) == Notice.DUE);
    String key = call.run() + " " + call.phase();
    called.add(key);
    boolean first = call.again() || unmarked.add(key);
    boolean over = call.phase() == Phase.BEFORE || run.state().ended();
    boolean before = call.phase() == Phase.BEFORE || called.contains(call.run() + " BEFORE");
    if (!due || !first || !over || !before) {
      throw new Violation("listeners", call + " of " + stored);
    }
  }

  /** An item of a run is launched. */
  void launching(RunId run) {
    if (there && !told.contains(run)) {
      throw new Violation("listeners", run + " begins before listeners were told of it");
    }
  }

  /** Of which run listeners are still to be told. */
  String unquiet() {
    for (Run run : world.judge.stored().runs()) {
      if (run.course().of(Phase.BEFORE) == Notice.DUE
          || run.course().of(Phase.AFTER) == Notice.DUE) {
        return "listeners are being told of " + run.id();
      }
    }
    for (RunId run : told) {
      if (!ended.contains(run)) {
        return "listeners were never told of the end of " + run;
      }
    }
    return "";
  }
}
