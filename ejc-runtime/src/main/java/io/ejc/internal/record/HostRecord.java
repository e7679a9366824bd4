package io.ejc.internal.record;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.record.Documents.HostDocument;
import io.ejc.internal.record.Documents.ServedDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a live host says of itself: the code and the jobs that it carries, where it serves the code,
 * and the newest records that it reads. Compressed, as jobs repeat each other's words.
 *
 * @param host who it is, for people
 * @param reads the newest version of records that it reads
 * @param deployment what it carries, with the addresses at which the layers are
 */
public record HostRecord(String host, int reads, Deployment deployment) {

  /** The most that an announcement may expand to. */
  private static final int EXPANDED_MAX = 64 * 1024 * 1024;

  private static final RecordFormat FORMAT = new RecordFormat();

  /**
   * What this host says of itself.
   *
   * @param host who it is, for people
   * @param bundle its code
   * @param definitions its jobs
   * @param layers the address under which it serves the layers
   */
  public static HostRecord of(
      String host, Bundle bundle, List<JobDefinition> definitions, String layers) {
    return of(host, bundle, definitions, layers, Catalog.EMPTY);
  }

  /**
   * What this host says of itself, with what is known beside its jobs.
   *
   * @param host who it is, for people
   * @param bundle its code
   * @param definitions its jobs
   * @param layers the address under which it serves the layers
   * @param catalog what is known beside the jobs
   */
  public static HostRecord of(
      String host, Bundle bundle, List<JobDefinition> definitions, String layers, Catalog catalog) {
    DeploymentId id = id(bundle, definitions, catalog);
    return new HostRecord(
        host,
        RecordFormat.VERSION,
        new Deployment(id, bundle, definitions, List.of(layers), catalog));
  }

  /** The same host, which serves the layers of earlier bundles too. */
  public HostRecord serving(List<BundleId> earlier) {
    return with(deployment.layerBases(), servedAt(deployment.layerBases(), earlier));
  }

  /**
   * The same host, whose layers are in a store too.
   *
   * @param address the store's
   * @param bundles what it holds, that of this host and earlier ones
   */
  public HostRecord stored(String address, Collection<BundleId> bundles) {
    Map<BundleId, List<String>> earlier = new HashMap<>(deployment.earlier());
    for (BundleId bundle : bundles) {
      if (!bundle.equals(deployment.bundle().id())) {
        earlier.merge(bundle, List.of(address), (hosts, store) -> Deployment.joined(store, hosts));
      }
    }
    return with(
        bundles.contains(deployment.bundle().id())
            ? Deployment.joined(List.of(address), deployment.layerBases())
            : deployment.layerBases(),
        earlier);
  }

  private HostRecord with(List<String> layers, Map<BundleId, List<String>> earlier) {
    return new HostRecord(
        host,
        reads,
        new Deployment(
            deployment.id(),
            deployment.bundle(),
            deployment.definitions(),
            layers,
            deployment.catalog(),
            earlier));
  }

  private static Map<BundleId, List<String>> servedAt(List<String> layers, List<BundleId> bundles) {
    return bundles.stream().distinct().collect(Collectors.toMap(id -> id, id -> layers));
  }

  private record Content(Bundle bundle, List<JobDefinition> definitions, Catalog catalog) {}

  /** Equal for equal code and jobs: records are written with their fields in one order. */
  private static DeploymentId id(Bundle bundle, List<JobDefinition> definitions, Catalog catalog) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(FORMAT.write(new Content(bundle, definitions, catalog)));
      return new DeploymentId(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The record's bytes. */
  public byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(
          FORMAT.write(
              new HostDocument(
                  host,
                  reads,
                  deployment.id(),
                  deployment.layerBases(),
                  deployment.bundle(),
                  deployment.definitions(),
                  deployment.catalog(),
                  deployment.earlier().entrySet().stream()
                      .map(served -> new ServedDocument(served.getKey(), served.getValue()))
                      .toList())));
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all that is written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @param path where it was found, for messages
   * @param bytes its bytes
   * @throws StoreException when it cannot be read: then nobody knows what that host carries
   */
  public static HostRecord read(String path, byte[] bytes) throws StoreException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      HostDocument document = FORMAT.read(path, in.readNBytes(EXPANDED_MAX), HostDocument.class);
      return new HostRecord(
          document.host(),
          document.reads(),
          new Deployment(
              document.deployment(),
              document.bundle(),
              document.definitions(),
              document.layers(),
              document.catalog(),
              Objects.requireNonNullElse(document.earlier(), List.<ServedDocument>of()).stream()
                  .collect(Collectors.toMap(ServedDocument::bundle, ServedDocument::layers))));
    } catch (IOException | UnreadableException e) {
      throw new StoreException(
          path + " cannot be read: " + e.getMessage() + "; end the host that wrote it", e);
    }
  }
}
