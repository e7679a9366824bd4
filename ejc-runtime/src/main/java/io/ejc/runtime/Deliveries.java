package io.ejc.runtime;

import io.ejc.internal.bundle.BootJar;
import io.ejc.internal.bundle.EarlierBundles;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this host's code gets to agents. */
final class Deliveries {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");

  private Deliveries() {}

  /** The earlier bundles that this host serves: runs that began with them go on with them. */
  static List<BundleId> earlier(Settings settings, StartUp.Opened opened) {
    EarlierBundles.Found found = new EarlierBundles(settings.bundleDir()).before(opened.bundle());
    opened.server().serve(found.files(), Set.of());
    opened.server().serve(found.open(), found.open().keySet());
    return found.bundles();
  }

  /** How executors are started; agents keep the executor's own layers in that cache. */
  static ExecutorProfile profile(
      Settings settings, StartUp.Opened opened, String cacheDir, Duration fetchTimeout) {
    Settings.Executor executor = settings.executor();
    return new ExecutorProfile(
        settings.name(),
        opened.server().base().toString(),
        executor.java(),
        executor.jvmOptions(),
        settings.mesos().user(),
        Resources.cpuMillis(executor.cpus()),
        executor.heapMb(),
        executor.nativeMb(),
        new TreeMap<>(executor.properties()),
        new ExecutorProfile.Delivery(BootJar.base64(), opened.secret(), cacheDir, fetchTimeout),
        new ExecutorProfile.World(executor.environment(), image(settings)));
  }

  private static String image(Settings settings) {
    String image = settings.executor().image();
    if (settings.mesos().local() && !image.isEmpty()) {
      log.warn(
          "{}: {} is not used (expected: a cluster whose agents start containers)",
          Key.EXECUTOR_IMAGE.path,
          image);
      return "";
    }
    return image;
  }
}
