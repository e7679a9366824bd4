package io.ejc.internal.core;

import io.ejc.internal.core.Waiting.AgentVeto;
import io.ejc.internal.core.Waiting.Verdict;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Shape;
import io.ejc.internal.match.Veto;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Holds an item against what is known of the agents. */
final class Why {

  private static final int AGENTS_TOLD = 100;
  private static final double UNSUITED = 100;
  private static final Comparator<Known> NEAREST_FIRST =
      Comparator.comparingDouble(Known::distance)
          .thenComparing(known -> known.agent().left().agent().value());

  private final ItemId item;
  private final Shape shape;
  private final Neighbours neighbours;

  /** An agent, and what keeps the item from it. */
  private record Known(KnownAgent agent, Optional<Veto> veto, boolean ever, double distance) {}

  Why(ItemId item, Shape shape, Neighbours neighbours) {
    this.item = item;
    this.shape = shape;
    this.neighbours = neighbours;
  }

  Waiting explain(Iterable<KnownAgent> agents) {
    List<Known> known = new ArrayList<>();
    boolean others = false;
    for (KnownAgent agent : agents) {
      if (agent.left().offered().role().equals(shape.role())) {
        known.add(look(agent));
      } else {
        others = true;
      }
    }
    known.sort(NEAREST_FIRST);
    if (known.isEmpty()) {
      return nothing(others);
    }
    Known nearest = known.get(0);
    List<AgentVeto> vetoes = known.stream().limit(AGENTS_TOLD).map(Why::told).toList();
    if (nearest.veto().isEmpty()) {
      return new Waiting(
          item,
          Verdict.ABOUT_TO_RUN,
          "agent " + nearest.agent().left().hostname() + " would take it",
          vetoes,
          "");
    }
    boolean ever = known.stream().anyMatch(Known::ever);
    String count =
        known.size() == 1 ? "the one agent known" : "none of " + known.size() + " agents";
    return ever
        ? new Waiting(
            item,
            Verdict.BUSY,
            count + " has room now; the nearest is " + told(nearest, nearest.veto().get()),
            vetoes,
            change(nearest))
        : new Waiting(
            item,
            Verdict.IMPOSSIBLE,
            count
                + (known.size() == 1 ? " could never take it; " : " could ever take it; ")
                + told(nearest, ultimate(nearest)),
            vetoes,
            changeForever(nearest));
  }

  private Waiting nothing(boolean others) {
    String why =
        others
            ? "no agent was offered for role " + shape.role()
            : "no agent was offered that its job's rules allow, or none is registered";
    return new Waiting(
        item,
        Verdict.NO_OFFERS,
        why,
        List.of(),
        "look at the master's agents, and at the roles, quota and rules of the job");
  }

  private Known look(KnownAgent agent) {
    Optional<Veto> veto = Matcher.veto(shape, agent.left(), neighbours);
    boolean ever = Matcher.couldEver(shape, agent.left(), agent.most(), agent.ports(), neighbours);
    return new Known(agent, veto, ever, veto.map(found -> distance(found, ever)).orElse(0.0));
  }

  /** What part of a wish is missing; what can never be is farther than what can. */
  private static double distance(Veto veto, boolean ever) {
    double part = 1;
    if (veto instanceof Veto.NotEnough shortage) {
      part = shortage.missing() / shortage.wanted();
    } else if (veto instanceof Veto.HeapBooked heap) {
      part = (double) (heap.wantedMb() - heap.freeMb()) / heap.wantedMb();
    } else if (!veto.mayChange()) {
      part = UNSUITED;
    }
    return ever ? part : part + 2 * UNSUITED;
  }

  private static AgentVeto told(Known known) {
    return new AgentVeto(
        known.agent().left().agent(),
        known.agent().left().hostname(),
        known.veto().map(Veto::toString).orElse("has room"));
  }

  private static String told(Known known, Veto veto) {
    return known.agent().left().hostname() + ": " + veto;
  }

  /** Why the agent does not even suffice when nothing else is on it. */
  private Veto ultimate(Known known) {
    Veto now = known.veto().orElseThrow();
    if (!now.mayChange()) {
      return now;
    }
    Resources wanted = shape.task().plus(shape.executor());
    return Veto.NotEnough.of(wanted, known.agent().most(), shape.executor())
        .or(() -> Veto.NotEnough.ofPorts(shape.placement().ports(), known.agent().ports()))
        .orElse(now);
  }

  private String change(Known nearest) {
    return change(nearest, nearest.veto().orElseThrow(), "it frees ");
  }

  private String changeForever(Known nearest) {
    return change(nearest, ultimate(nearest), "its agent is given ");
  }

  private String change(Known nearest, Veto veto, String given) {
    String host = nearest.agent().left().hostname();
    if (veto instanceof Veto.NotEnough shortage) {
      String attribute = attribute(shortage.resource());
      double least = shortage.offered() - shortage.executor();
      String less =
          least > 0 ? " or " + attribute + " is at most " + Veto.NotEnough.plain(least) : "";
      return host
          + " takes it when "
          + given
          + Veto.NotEnough.plain(shortage.missing())
          + " "
          + shortage.resource()
          + less;
    }
    if (veto instanceof Veto.HeapBooked heap) {
      return host
          + " takes it when items there end, or memoryMB is at most "
          + Math.max(0, heap.freeMb())
          + ", or ejc.executor.heapMB is raised by "
          + (heap.wantedMb() - heap.freeMb());
    }
    if (veto instanceof Veto.Unsuited unsuited) {
      return host + " is nearest without the rule " + unsuited.constraint();
    }
    if (veto instanceof Veto.Occupied occupied) {
      return host + " takes it when items there end, or without the rule " + occupied.constraint();
    }
    return host + " takes it when its maintenance is over";
  }

  private String attribute(String resource) {
    return switch (resource) {
      case "cpus" -> "cpuCount";
      case "mem" -> shape.shared() ? "ejc.executor.heapMB + nativeMB" : "memoryMB";
      case "disk" -> "diskMB";
      default -> resource;
    };
  }
}
