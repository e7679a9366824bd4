package io.ejc.runtime;

import io.ejc.api.spi.BundleStore;
import io.ejc.internal.bundle.BootJar;
import io.ejc.internal.bundle.EarlierBundles;
import io.ejc.internal.bundle.StoreFill;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.Resources;
import io.ejc.internal.record.HostRecord;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.zookeeper.KnownBundles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this host's code gets to agents. */
final class Deliveries {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");

  private Deliveries() {}

  /**
   * What a host says of itself, with the earlier bundles that it serves and those that are in the
   * store: runs that began with them go on with them.
   *
   * @throws StoreException when ZooKeeper does not say which bundles runs want
   */
  static HostRecord announced(Settings settings, HostStart.Opened opened, HostRecord host)
      throws StoreException, InterruptedException {
    EarlierBundles memory = new EarlierBundles(settings.bundleDir());
    EarlierBundles.Found found = memory.before(opened.bundle());
    opened.server().serve(found.files(), Set.of());
    opened.server().serve(found.open(), found.open().keySet());
    memory.sweep(opened.bundle(), InstantSource.system());
    HostRecord serving = host.serving(found.bundles());
    Optional<BundleStore> configured = settings.store().store();
    if (configured.isEmpty()) {
      return serving;
    }
    Set<String> open = new HashSet<>(opened.bundle().openLayers());
    open.addAll(found.open().keySet());
    try (BundleStore store = configured.get()) {
      List<Bundle> wanted =
          KnownBundles.of(opened.zookeeper()).stream()
              .filter(bundle -> startable(bundle, access(settings), open))
              .toList();
      return serving.stored(
          store.address(),
          new StoreFill(store, settings.store().patience()).fill(opened.bundle(), wanted));
    }
  }

  /** The program that begins an executor reads from stores that ask for nothing, and from hosts. */
  private static boolean startable(Bundle bundle, LayerSource.Store store, Set<String> served) {
    return store.open()
        || bundle.executorLayers().stream().map(Layer::sha256).allMatch(served::contains);
  }

  private static LayerSource.Store access(Settings settings) {
    return settings
        .store()
        .store()
        .map(store -> new LayerSource.Store(store.address(), store.authorization().orElse("")))
        .orElse(LayerSource.Store.NONE);
  }

  /** How executors are started; agents keep the executor's own layers in that cache. */
  static ExecutorProfile profile(
      Settings settings, HostStart.Opened opened, String cacheDir, Duration fetchTimeout) {
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
        new ExecutorProfile.Delivery(
            BootJar.base64(), opened.secret(), cacheDir, fetchTimeout, access(settings)),
        new ExecutorProfile.World(
            executor.environment(), executor.image(), !settings.mesos().local()));
  }

  /** The local cluster starts no containers, whatever is asked for. */
  static void warnOfImages(Settings settings, List<JobDefinition> jobs) {
    if (!settings.mesos().local()) {
      return;
    }
    Map<String, String> images = new LinkedHashMap<>();
    images.put(Key.EXECUTOR_IMAGE.path, settings.executor().image());
    jobs.forEach(
        job -> images.put("job " + job.name() + " image", job.requirements().executor().image()));
    images.forEach(
        (where, image) -> {
          if (!image.isEmpty()) {
            log.warn(
                "{}: {} is not used (expected: a cluster whose agents start containers)",
                where,
                image);
          }
        });
  }
}
