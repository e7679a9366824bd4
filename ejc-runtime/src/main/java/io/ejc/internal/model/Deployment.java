package io.ejc.internal.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Code and jobs of an application, as live hosts announce them.
 *
 * @param id its name
 * @param bundle the code
 * @param definitions the jobs
 * @param layerBases where live hosts serve the layers of the bundle, the host that was there first
 *     comes first; empty leaves it to the configuration of the host that leads
 * @param catalog what is known beside the jobs; an announcement without one knows nothing
 * @param earlier where those hosts serve the layers of earlier bundles that they still have
 */
public record Deployment(
    DeploymentId id,
    Bundle bundle,
    List<JobDefinition> definitions,
    List<String> layerBases,
    Catalog catalog,
    Map<BundleId, List<String>> earlier) {

  /** Of hosts that have no earlier code. */
  public Deployment(
      DeploymentId id,
      Bundle bundle,
      List<JobDefinition> definitions,
      List<String> layerBases,
      Catalog catalog) {
    this(id, bundle, definitions, layerBases, catalog, Map.of());
  }

  /** Copies the lists. */
  public Deployment {
    definitions = List.copyOf(definitions);
    layerBases = List.copyOf(layerBases);
    earlier = Map.copyOf(earlier);
    catalog = Objects.requireNonNullElse(catalog, Catalog.EMPTY);
  }

  /** Of which nothing is known beside the jobs. */
  public Deployment(
      DeploymentId id, Bundle bundle, List<JobDefinition> definitions, List<String> layerBases) {
    this(id, bundle, definitions, layerBases, Catalog.EMPTY);
  }

  /** Addresses of both, in this order, each once. */
  public static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  /** What an annotation makes of a job; empty when none has its name. */
  public Optional<JobDefinition> definition(JobName job) {
    return definitions.stream().filter(definition -> definition.name().equals(job)).findFirst();
  }
}
