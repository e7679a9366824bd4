package io.ejc.runtime;

import io.ejc.internal.bundle.BundleFiles;
import io.ejc.internal.bundle.BundlePlan;
import io.ejc.internal.bundle.Bundler;
import io.ejc.internal.bundle.HostClassPath;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bundle of this host, and tells what will not be on agents. */
final class Packaging {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final long MIB = 1024L * 1024;

  private final Settings settings;
  private final Class<?> main;

  Packaging(Settings settings, Class<?> main) {
    this.settings = settings;
    this.main = main;
  }

  BundleFiles bundle(SortedMap<String, byte[]> generated) {
    HostClassPath classPath = HostClassPath.of(main).without(settings.packing().rules());
    List<String> ownPackages = new ArrayList<>(settings.scanPackages());
    ownPackages.add(main.getPackageName());
    BundlePlan plan =
        new BundlePlan(
            classPath.sources(),
            generated,
            ownPackages,
            settings.packing().files(),
            settings.packing().maxMb() * MIB);
    BundleFiles bundle = Bundler.bundle(plan, settings.bundleDir());
    String id = bundle.bundle().id().value().substring(0, 12);
    log.info("ejc[{}] bundle {}: {}", settings.name(), id, bundle.summary());
    classPath.leftBehind().forEach(sentence -> log.warn("ejc[{}] {}", settings.name(), sentence));
    tellOfFiles();
    return bundle;
  }

  /** A property that travels may name a file that does not. */
  private void tellOfFiles() {
    for (Map.Entry<String, String> property : settings.executor().properties().entrySet()) {
      boolean ofAgents = property.getKey().equals(Key.CACHE_DIR.path);
      if (!ofAgents && namesFileHere(property.getValue())) {
        log.warn(
            "ejc[{}] {}: {} is a file of this host and stays behind; name it in ejc.bundle.files,"
                + " and in the property by its name alone",
            settings.name(),
            property.getKey(),
            property.getValue());
      }
    }
  }

  static boolean namesFileHere(String value) {
    try {
      Path path = value.startsWith("file:") ? Path.of(URI.create(value)) : Path.of(value);
      return path.isAbsolute() && Files.exists(path);
    } catch (IllegalArgumentException e) {
      return false; // no path, not even a bad one
    }
  }
}
