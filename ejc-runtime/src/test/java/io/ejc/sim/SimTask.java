package io.ejc.sim;

import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmUpId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A Mesos task from the moment its launch left a host, and what the world did to it. */
final class SimTask {

  /** What happened to a task that explains how it was recorded. */
  enum Mark {
    /** The master carried its launch out. */
    ACCEPTED,
    /** It was answered as dropped for an offer that was gone. */
    STALE_OFFER,
    /** It was answered as an error. */
    INVALID,
    /** Its executor was ending when it arrived. */
    NOT_TAKEN,
    /** A scheduler sent a KILL for it. */
    KILL_SENT,
    /** The agent killed it, unasked. */
    DRAINED,
    /** It was asked to end because its lease ended soon. */
    LEASE_ENDING,
    /** The cluster lost it, or its launch, or the word of its end. */
    LOSS,
    /** Its framework was removed, and with it what it had to say. */
    REMOVED,
    /** It was given up after waiting: it may run on beside its successor. */
    GIVEN_UP
  }

  final String id;
  final TaskLaunch launch;
  FrameworkId framework;
  final EnumSet<Mark> marks = EnumSet.noneOf(Mark.class);

  /** When a scheduler last heard that nobody knows whether it runs; -1 before. */
  long doubtHeard = -1;

  /** Since when the store says so; -1 when it does not. */
  long doubtSince = -1;

  /** The agent's stream of updates, the oldest first. */
  final Deque<SimUpdate> pending = new ArrayDeque<>();

  TaskState latest = TaskState.STAGING;

  /** What the master knows of it. */
  TaskState masterState = TaskState.STAGING;

  int sends;

  /** Whether its launch reached the agent. */
  boolean arrived;

  boolean killed;
  boolean stubborn;
  History.@Nullable Entry entry;
  @Nullable SimLease lease;

  SimTask(TaskLaunch launch, FrameworkId framework) {
    this.id = launch.id().toString();
    this.launch = launch;
    this.framework = framework;
  }

  void mark(Mark mark) {
    marks.add(mark);
  }

  boolean is(Mark mark) {
    return marks.contains(mark);
  }

  /** Whether it makes an executor ready, and runs no user code. */
  boolean warmsUp() {
    return launch.id() instanceof WarmUpId;
  }

  /** Whether no other attempt of its item may ever run beside it. */
  boolean isExclusive() {
    return !launch.payload().lease().isZero();
  }

  /** Whether it was given up and may run on beside its successor. */
  boolean mayOverlap() {
    return is(Mark.GIVEN_UP) && !isExclusive();
  }

  /** Whether user code of it runs now. */
  boolean runs() {
    return entry != null && entry.how == History.How.RUNNING;
  }

  boolean ended() {
    return switch (latest) {
      case STAGING, STARTING, RUNNING, KILLING -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return id + " (" + launch.payload().attempt() + ") " + latest + " " + marks;
  }
}
