package io.ejc.e2e;

import io.ejc.e2e.shop.ShopMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the shop as a host in a JVM of its own, and ends all that it started. */
final class Hosts implements AutoCloseable {

  /** Small and quick to start. */
  static final List<String> EXECUTOR_OPTIONS =
      List.of(
          "-Dejc.executor.heapMB=96",
          "-Dejc.executor.nativeMB=64",
          "-Dejc.executor.jvmOptions=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1");

  private final List<ChildJvm> started = new ArrayList<>();

  /** Starts the shop with these options and waits until it is ready. */
  ChildJvm shop(ScratchApplication application, Path journal, String... options) {
    ChildJvm host = shopUnawaited(application, journal, List.of(options));
    host.awaitLine("(?m)^ready (.*)$");
    return host;
  }

  /** Starts the shop with these options; it may not be ready yet. */
  ChildJvm shopUnawaited(ScratchApplication application, Path journal, List<String> options) {
    List<String> all = new ArrayList<>(EXECUTOR_OPTIONS);
    all.addAll(ClusterUnderTest.options());
    all.add("-Dshop.journal=" + journal);
    all.add("-Dejc.bundle.dir=" + application.directory().resolve("bundle"));
    all.addAll(options);
    return start(application, application.classPath(), all, ShopMain.class.getName());
  }

  /** Starts any main class in an application's directory, and does not wait. */
  ChildJvm start(
      ScratchApplication application, List<Path> classPath, List<String> options, String... main) {
    return start(application, classPath, options, Map.of(), main);
  }

  /** Starts any main class with variables in its environment. */
  ChildJvm start(
      ScratchApplication application,
      List<Path> classPath,
      List<String> options,
      Map<String, String> environment,
      String... main) {
    ChildJvm jvm =
        ChildJvm.start(
            new ChildJvm.Plan(
                application.directory(), classPath, options, environment, List.of(main)));
    started.add(jvm);
    return jvm;
  }

  @Override
  public void close() {
    started.forEach(ChildJvm::close);
  }
}
