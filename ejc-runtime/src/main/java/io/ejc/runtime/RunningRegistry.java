package io.ejc.runtime;

import io.ejc.api.DefinitionView;
import io.ejc.api.EjcException;
import io.ejc.api.JobAttributes;
import io.ejc.api.JobRegistry;
import io.ejc.internal.core.Call.Result;
import io.ejc.internal.core.Event;
import io.ejc.internal.discover.AttributeRules;
import io.ejc.internal.model.JobName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Jobs at run time: each call is an event, and its answer comes after what it means is stored. */
final class RunningRegistry implements JobRegistry {

  private final String host;
  private final ClassLoader loader;
  private final Function<Function<String, Event>, Result> ask;

  /**
   * Makes a registry.
   *
   * @param host who asks, for people
   * @param loader sees the application's classes
   * @param ask puts an event that is made with the request's id, and waits for the answer
   */
  RunningRegistry(String host, ClassLoader loader, Function<Function<String, Event>, Result> ask) {
    this.host = host;
    this.loader = loader;
    this.ask = ask;
  }

  @Override
  public void register(String jobName, Class<?> jobClass, JobAttributes attributes) {
    register(jobName, jobClass.getName(), attributes);
  }

  @Override
  public void register(String jobName, String jobClass, JobAttributes attributes) {
    JobName job = jobName(jobName);
    checkClasses(job, attributes.asTexts());
    done(
        ask.apply(
            request ->
                new Event.RegisterRequested(request, job, jobClass, attributes.asTexts(), host)));
  }

  @Override
  public void update(String jobName, JobAttributes attributes) {
    JobName job = jobName(jobName);
    checkClasses(job, attributes.asTexts());
    done(ask.apply(request -> new Event.UpdateRequested(request, job, attributes.asTexts(), host)));
  }

  @Override
  public void reset(String jobName, String... attributes) {
    JobName job = jobName(jobName);
    Set<String> named = Set.copyOf(List.of(attributes));
    List<String> unknown = AttributeRules.unknown(named);
    refuseAll(job, unknown);
    done(ask.apply(request -> new Event.ResetRequested(request, job, named, host)));
  }

  @Override
  public void remove(String jobName) {
    JobName job = jobName(jobName);
    done(ask.apply(request -> new Event.RemoveRequested(request, job)));
  }

  @Override
  public DefinitionView definition(String jobName) {
    JobName job = jobName(jobName);
    Result result = ask.apply(request -> new Event.DefinitionAsked(request, job));
    if (result instanceof Result.Defined defined) {
      return Views.definition(job, defined);
    }
    throw RunningEjc.refused(result);
  }

  private void checkClasses(JobName job, Map<String, String> texts) {
    refuseAll(job, AttributeRules.missingClasses(loader, new TreeMap<>(texts)));
  }

  private static void refuseAll(JobName job, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new EjcException(
          String.join("\n", problems.stream().map(line -> "job " + job + " " + line).toList()));
    }
  }

  private static JobName jobName(String text) {
    return RunningEjc.jobName(text);
  }

  private static void done(Result result) {
    RunningEjc.done(result);
  }
}
