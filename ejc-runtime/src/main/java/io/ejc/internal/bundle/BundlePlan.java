package io.ejc.internal.bundle;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle is to hold.
 *
 * @param application where the application's classes come from, in the order of its class path
 * @param generated classes that stand before it, by name; they are one more layer
 * @param ownPackages packages of the application's own classes, by which a shaded jar is divided
 * @param hostFiles files and directories that are laid into the working directory of its items
 * @param maxBytes how large the whole may be
 */
public record BundlePlan(
    List<Source> application,
    SortedMap<String, byte[]> generated,
    List<String> ownPackages,
    List<Path> hostFiles,
    long maxBytes) {

  /** Copies the collections. */
  public BundlePlan {
    application = List.copyOf(application);
    generated = Collections.unmodifiableSortedMap(new TreeMap<>(generated));
    ownPackages = List.copyOf(ownPackages);
    hostFiles = List.copyOf(hostFiles);
  }

  /** A plan with no more than an application and what was generated for it. */
  public static BundlePlan of(List<Source> application, SortedMap<String, byte[]> generated) {
    return new BundlePlan(application, generated, List.of(), List.of(), Long.MAX_VALUE);
  }
}
