package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Programs that register, change and remove jobs at run time, and what must come of it. */
final class SimRegistry {

  /** Deployments declare the first three now and then, and never the others. */
  private static final List<String> NAMES = List.of("job0", "job1", "job2", "code0", "code1");

  private final World world;
  private final Dice dice;
  private final SimAttributes attributes;
  private final Set<String> given = new HashSet<>();
  private final Map<JobName, Integer> asked = new HashMap<>();
  private Catalog catalog = catalog(NAMES);

  SimRegistry(World world) {
    this.world = world;
    this.dice = world.dice("registry");
    this.attributes = new SimAttributes(world);
  }

  SimAttributes attributes() {
    return attributes;
  }

  /** What the present version of the application knows beside its jobs. */
  Catalog catalog() {
    return catalog;
  }

  /** Another version has some of the classes. */
  void deployed() {
    catalog = catalog(NAMES.stream().filter(name -> dice.chance(0.7)).toList());
  }

  private static Catalog catalog(List<String> names) {
    SortedMap<String, List<String>> types = new TreeMap<>();
    names.forEach(name -> types.put(jobClass(name), List.of("Job")));
    return new Catalog(ZoneOffset.UTC, 512, List.of(), List.of(), List.of(), types, List.of());
  }

  private static String jobClass(String job) {
    return "com.example." + job;
  }

  /** Somebody decides something. */
  void operate() {
    JobName job = new JobName(dice.pick(NAMES));
    SortedMap<String, String> texts = attributes.draw(dice);
    texts.forEach((attribute, text) -> given.add(job + " " + attribute + " " + text));
    double which = dice.between(0, 99) / 100.0;
    if (which < 0.35) {
      ask(
          job,
          request ->
              new Event.RegisterRequested(request, job, jobClass(job.value()), texts, "somebody"),
          stored -> stored != null && stored.registered().equals(texts));
    } else if (which < 0.75) {
      ask(
          job,
          request -> new Event.UpdateRequested(request, job, texts, "somebody"),
          stored ->
              texts.isEmpty()
                  || (stored != null
                      && stored.attributes().entrySet().containsAll(texts.entrySet())));
    } else if (which < 0.87) {
      reset(job, dice.chance(0.5) ? Set.of() : texts.keySet());
    } else {
      remove(job);
    }
  }

  private void reset(JobName job, Set<String> names) {
    Set<String> taken = Set.copyOf(names);
    ask(
        job,
        request -> new Event.ResetRequested(request, job, taken, "somebody"),
        stored ->
            stored == null
                || stored.attributes().entrySet().stream()
                    .filter(said -> taken.isEmpty() || taken.contains(said.getKey()))
                    .allMatch(
                        said -> said.getValue().equals(stored.registered().get(said.getKey()))));
  }

  private void remove(JobName job) {
    ask(job, request -> new Event.RemoveRequested(request, job), stored -> stored == null);
  }

  /** What was answered is in the store by then. */
  private interface Expected {
    boolean in(@Nullable JobOverride stored);
  }

  private void ask(JobName job, Function<String, Event> event, Expected expected) {
    int mine = asked.merge(job, 1, Integer::sum);
    world.operators.ask(
        event,
        result -> {
          boolean latest = asked.getOrDefault(job, 0) == mine;
          JobOverride stored = world.judge.stored().override(job);
          if (latest && result instanceof Call.Result.Done && !expected.in(stored)) {
            throw new Violation("answers", "Done, and stored of " + job + " is " + stored);
          }
        });
  }

  /** What is stored was asked for. */
  void stored(JobName job) {
    JobOverride override = world.judge.stored().override(job);
    if (override != null) {
      override
          .attributes()
          .forEach(
              (attribute, text) -> {
                if (!given.contains(job + " " + attribute + " " + text)) {
                  throw new Violation("overrides", override + " (expected: what was given)");
                }
              });
    }
  }

  /** Everything that was decided is taken back. */
  void letAllEnd() {
    for (JobOverride override : List.copyOf(world.judge.stored().overrides())) {
      if (override.registers()) {
        remove(override.job());
      } else if (dice.chance(0.5)) {
        reset(override.job(), Set.of());
      } else {
        remove(override.job()); // of a job that is not declared any more
      }
    }
    world.time.in(7_000, this::letAllEnd);
  }

  /** Which job is not what deployment and decisions make of it; empty when all are. */
  String unlike(Stored stored) {
    Deployed current = stored.deployed();
    Optional<Deployment> deployment =
        world.hosts.stream()
            .map(SimHost::deployment)
            .filter(carried -> current != null && carried.id().equals(current.id()))
            .findFirst();
    if (deployment.isEmpty()) {
      return "no host carries " + current;
    }
    Set<JobName> names = new HashSet<>();
    stored.jobs().forEach(job -> names.add(job.name()));
    deployment.get().definitions().forEach(job -> names.add(job.name()));
    stored.overrides().forEach(override -> names.add(override.job()));
    for (JobName name : names) {
      String problem = unlike(deployment.get(), stored.job(name), name, stored.override(name));
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private String unlike(
      Deployment deployment, @Nullable Job job, JobName name, @Nullable JobOverride override) {
    Optional<JobDefinition> expected = attributes.expected(deployment, name, override);
    boolean registered = job != null && job.registered();
    boolean held = registered && !job.held().isEmpty();
    boolean effect = override == null || override.problem().isEmpty();
    if (expected.isPresent()) {
      boolean same =
          registered
              && !held
              && world.operators.meant(job.definition()).equals(expected.get())
              && (effect || deployment.definition(name).isPresent());
      return same ? "" : job + " (expected: " + expected.get() + ")";
    }
    boolean fromCode = override != null && override.registers();
    boolean rests = !registered || (fromCode && held);
    return rests && (override == null || !effect) ? "" : job + " (expected: at rest) " + override;
  }
}
