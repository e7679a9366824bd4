package io.ejc.internal.core;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.Wishes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** Decides which offers are asked for: for which roles, and of which agents. */
final class Wants {

  private static final int GROUPS_MAX = 50;

  private final List<String> roles;

  Wants(List<String> roles) {
    this.roles = roles;
  }

  /** At the end of every step: offers are wanted while an item could use them, and only then. */
  void adjust(Turn turn) {
    Session session = turn.state.session;
    if (!session.isOpen()) {
      return;
    }
    Set<String> needed = needed(turn.state);
    Set<String> revived = new LinkedHashSet<>();
    Set<String> suppressed = new LinkedHashSet<>();
    for (String role : roles) {
      boolean wanted = session.offersWanted(role);
      if (needed.contains(role) && (!wanted || turn.areOffersUseful())) {
        revived.add(role);
      } else if (!needed.contains(role) && wanted) {
        suppressed.add(role);
      }
    }
    if (!revived.isEmpty()) {
      turn.emit(new Fact.OffersWanted(revived, true));
      turn.send(new Call.Revive(all(revived)));
    }
    if (!suppressed.isEmpty()) {
      turn.emit(new Fact.OffersWanted(suppressed, false));
      turn.send(new Call.Suppress(all(suppressed)));
    }
  }

  /** All roles are said without naming them. */
  private Set<String> all(Set<String> some) {
    return some.size() == roles.size() ? Set.of() : some;
  }

  private Set<String> needed(ClusterState state) {
    Set<String> needed = new HashSet<>();
    if (!state.placesNothing()) {
      for (Map.Entry<RunId, SortedSet<Integer>> ready : state.runs.ready().entrySet()) {
        Run run = state.runs.get(ready.getKey());
        if (Line.left(state.runs, run, ready.getValue().size()) > 0) {
          needed.add(Shapes.role(run.definition(), roles));
        }
        if (needed.containsAll(roles)) {
          break; // with many runs that wait, the first few tell
        }
      }
      for (JobName job : state.warmUps.wanted().keySet()) {
        needed.add(Shapes.role(state.jobs.get(job).definition(), roles));
      }
    }
    return needed;
  }

  /** The master is told anew when the jobs have changed, if it understands that. */
  void tell(Turn turn) {
    Session session = turn.state.session;
    if (session.isOpen() && session.masterKnows(Session.OFFER_CONSTRAINTS)) {
      Wishes wishes = wishes(turn.state);
      if (!wishes.equals(session.wishes())) {
        turn.emit(new Fact.WishesTold(wishes));
        turn.send(new Call.UpdateFramework(wishes, session.suppressed()));
      }
    }
  }

  /** What the registered jobs, and those of runs that have not ended, want of the master. */
  Wishes wishes(ClusterState state) {
    Set<JobDefinition> jobs = new LinkedHashSet<>();
    state.jobs.all().stream().filter(Job::registered).map(Job::definition).forEach(jobs::add);
    state.runs.all().stream()
        .filter(run -> !run.state().ended())
        .map(Run::definition)
        .forEach(jobs::add);
    boolean gpus = jobs.stream().anyMatch(job -> job.requirements().perItem().gpus() > 0);
    TreeMap<String, List<List<Constraint>>> agents = new TreeMap<>();
    for (String role : roles) {
      List<List<Constraint>> groups = groups(jobs, role);
      if (!groups.isEmpty()) {
        agents.put(role, groups);
      }
    }
    return new Wishes(gpus, agents);
  }

  /** Empty when some job takes any agent, or when there is nothing to say. */
  private List<List<Constraint>> groups(Set<JobDefinition> jobs, String role) {
    Set<List<Constraint>> groups = new LinkedHashSet<>();
    for (JobDefinition job : jobs) {
      if (Shapes.role(job, roles).equals(role)) {
        groups.add(job.placement().constraints());
      }
    }
    boolean any = groups.contains(List.<Constraint>of()) || groups.size() > GROUPS_MAX;
    List<List<Constraint>> sorted = new ArrayList<>(groups);
    sorted.sort(Comparator.comparing(List::toString)); // the same jobs always say the same
    return any ? List.of() : sorted;
  }
}
