package io.ejc.internal.bundle;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the host's classes come from, whatever shape it was started in: modules first, then what
 * the class loaders of its main class read, parents before children, each in its order. That is the
 * order in which the host itself finds classes.
 *
 * @param sources each place once, in order
 * @param leftBehind one sentence for each thing that agents will not have
 */
public record HostClassPath(List<Source> sources, List<String> leftBehind) {

  /** Copies the lists. */
  public HostClassPath {
    sources = List.copyOf(sources);
    leftBehind = List.copyOf(leftBehind);
  }

  /**
   * Looks at this process.
   *
   * @param main the host's main class
   * @return its class path
   * @throws BundleException when a part of it cannot be read
   */
  public static HostClassPath of(Class<?> main) {
    Reading reading = new Reading();
    reading.modules(main.getModule().getLayer());
    reading.loaders(main.getClassLoader());
    reading.leftBehind.addAll(LeftBehind.options());
    return new HostClassPath(reading.sources, reading.leftBehind);
  }

  /**
   * The same without some of it.
   *
   * @param rules which entries stay
   * @return what travels
   */
  public HostClassPath without(NameRules rules) {
    return new HostClassPath(
        sources.stream().filter(source -> !rules.excludes(source.name())).toList(), leftBehind);
  }

  private static final class Reading {

    private final List<Source> sources = new ArrayList<>();
    private final List<String> leftBehind = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /** On agents modules are read as jars of the class path, the main module's first. */
    void modules(ModuleLayer ofMain) {
      ModuleLayer layer = ofMain == null ? ModuleLayer.boot() : ofMain;
      String main = System.getProperty("jdk.module.main", "");
      layer.configuration().modules().stream()
          .sorted(
              Comparator.comparing((ResolvedModule module) -> !module.name().equals(main))
                  .thenComparing(ResolvedModule::name))
          .map(ResolvedModule::reference)
          .map(ModuleReference::location)
          .flatMap(Optional::stream)
          .filter(location -> "file".equals(location.getScheme()))
          .map(URI::toString)
          .map(SourceUrl::read)
          .flatMap(Optional::stream)
          .forEach(this::add);
      if (ofMain != null) {
        ofMain.parents().stream().filter(p -> p != ModuleLayer.empty()).forEach(this::modules);
      }
    }

    void loaders(ClassLoader loaderOfMain) {
      Deque<ClassLoader> parentsFirst = new ArrayDeque<>();
      for (ClassLoader loader = loaderOfMain; loader != null; loader = loader.getParent()) {
        parentsFirst.push(loader);
      }
      boolean launched = parentsFirst.stream().anyMatch(BootLauncher::isLoader);
      for (ClassLoader loader : parentsFirst) {
        if (loader == ClassLoader.getSystemClassLoader()) {
          classPath(launched);
        } else if (loader instanceof URLClassLoader urls) {
          urls(urls);
        } else if (loader != ClassLoader.getPlatformClassLoader() && !ofModules(loader)) {
          leftBehind.add(
              "class loader "
                  + loader.getClass().getName()
                  + ": what it loads stays behind (expected: the JVM's own loaders, or a"
                  + " URLClassLoader, which tells what it reads)");
        }
      }
    }

    private static boolean ofModules(ClassLoader loader) {
      return loader.getClass().getName().startsWith("jdk.internal.");
    }

    private void classPath(boolean launched) {
      for (Path entry : ClassPath.ofThisProcess()) {
        if (launched && BootLauncher.isRoot(entry)) {
          add(new Source.LaunchedTop(entry));
        } else {
          addFile(entry);
        }
      }
    }

    private void urls(URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        Optional<Source> source = SourceUrl.read(url);
        if (source.isEmpty()) {
          leftBehind.add(
              "class path: "
                  + url
                  + " stays behind (expected: a jar or a directory of this machine, at most one"
                  + " jar deep)");
        } else if (source.get() instanceof Source.Jar jar) {
          ClassPath.withManifests(jar.file()).forEach(this::addFile);
        } else {
          add(source.get());
        }
      }
    }

    private void addFile(Path file) {
      if (Files.notExists(file)) {
        return; // as the JVM does
      }
      if (!Files.isReadable(file)) {
        leftBehind.add(
            "class path: "
                + file
                + " stays behind (expected: readable); the host sees nothing of it"
                + " either");
      } else if (Files.isDirectory(file)) {
        add(new Source.Directory(file));
      } else if (JarMagic.isJar(file)) {
        add(new Source.Jar(file));
      } else {
        leftBehind.add(
            "class path: "
                + file
                + " stays behind (expected: a jar or a directory); ejc.bundle.files carries other"
                + " files");
      }
    }

    private void add(Source source) {
      if (seen.add(identity(source))) {
        sources.add(source);
      }
    }

    private static String identity(Source source) {
      try {
        if (source instanceof Source.Jar jar) {
          return jar.file().toRealPath().toString();
        }
        if (source instanceof Source.Directory directory) {
          return directory.directory().toRealPath().toString();
        }
        return source.toString();
      } catch (IOException e) {
        throw new BundleException("class path: " + source + " (expected: a readable file)", e);
      }
    }
  }
}
