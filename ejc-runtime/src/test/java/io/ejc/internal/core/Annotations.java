package io.ejc.internal.core;

import io.ejc.api.SimpleJob;
import io.ejc.internal.discover.AttributeRules;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.JobSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Deployments as a scan would find them: annotations by their texts, and classes without one. */
public final class Annotations {

  private final String version;
  private final TreeMap<String, List<String>> types = new TreeMap<>();
  private final List<JobSource> sources = new ArrayList<>();
  private final Map<JobName, String> classes = new TreeMap<>();

  private Annotations(String version) {
    this.version = version;
  }

  public static Annotations version(String name) {
    return new Annotations(name);
  }

  /** A class that can be a job. */
  public Annotations type(String jobClass) {
    types.put(jobClass, List.of(SimpleJob.class.getName()));
    return this;
  }

  /** A class with an annotation; attributes and their texts in turn. */
  public Annotations job(String name, String jobClass, String... attributes) {
    type(jobClass);
    classes.put(new JobName(name), jobClass);
    sources.add(new JobSource(new JobName(name), texts(attributes), List.of(), List.of()));
    return this;
  }

  public static SortedMap<String, String> texts(String... attributes) {
    TreeMap<String, String> texts = new TreeMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      texts.put(attributes[i], attributes[i + 1]);
    }
    return texts;
  }

  public Deployment build() {
    Catalog catalog =
        new Catalog(ZoneOffset.UTC, 512, List.of(), List.of(), List.of(), types, sources);
    Deployment without = deployment(List.of(), catalog);
    return deployment(sources.stream().map(source -> read(without, source)).toList(), catalog);
  }

  private Deployment deployment(List<JobDefinition> jobs, Catalog catalog) {
    return new Deployment(
        new DeploymentId(version),
        Jobs.deployment(version, "http://h/").bundle(),
        jobs,
        List.of("http://h/"),
        catalog);
  }

  private JobDefinition read(Deployment without, JobSource source) {
    return new AttributeRules()
        .effective(
            without,
            JobOverride.registered(
                source.name(),
                classes.getOrDefault(source.name(), ""),
                source.attributes(),
                "",
                Instant.EPOCH))
        .definition()
        .orElseThrow();
  }
}
