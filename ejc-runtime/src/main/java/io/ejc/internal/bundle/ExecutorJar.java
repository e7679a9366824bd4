package io.ejc.internal.bundle;

import io.ejc.internal.bundle.LayerStore.Kept;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The executor's own layer: one jar of the classes that the process on the agent needs besides the
 * application, and of nothing else. It begins with the executor's main class and our API, and goes
 * from class to class, through EJC's packages and those of its libraries alone: no class of an
 * application can be in it, also when a build has put everything into one jar.
 *
 * <p>The classes are those that this JVM has loaded, wherever from, so that they are the same
 * version that the host runs. The same sources give the same bytes.
 */
final class ExecutorJar {

  static final String NAME = "ejc-executor.jar";

  private static final String MAIN = "io/ejc/internal/execute/ExecutorMain";
  private static final String API = "io/ejc/api/";

  /** One class of each place; names, because the libraries are used in other packages only. */
  private static final List<String> WITNESSES =
      List.of(
          "io.ejc.api.Ejc",
          "io.ejc.internal.model.Layer",
          "org.apache.mesos.v1.Protos",
          "com.cronutils.model.Cron",
          "com.fasterxml.jackson.core.JsonFactory");

  private static final List<String> FOLDERS =
      List.of(
          API,
          "io/ejc/internal/execute/",
          "io/ejc/internal/model/",
          "io/ejc/internal/trigger/",
          "io/ejc/internal/wire/",
          "org/apache/mesos/",
          "com/cronutils/",
          "com/fasterxml/jackson/");

  /** What a start on the agent begins with. */
  private static final List<String> WHOLE = List.of(API, "io/ejc/internal/execute/boot/");

  private final SourceLayers layers;
  private final LayerStore store;
  private final HashMemory memory;

  ExecutorJar(SourceLayers layers, LayerStore store, HashMemory memory) {
    this.layers = layers;
    this.store = store;
    this.memory = memory;
  }

  /**
   * Makes it, or finds it as an earlier start made it of the same sources.
   *
   * @throws BundleException when a class of EJC or of its libraries is missing, or does not come
   *     from a file
   */
  Kept make() throws IOException {
    return make(sources(WITNESSES, ExecutorJar.class.getClassLoader()));
  }

  private Kept make(Set<Source> sources) throws IOException {
    StringBuilder states = new StringBuilder();
    for (Source source : sources) {
      states.append(state(source)).append('\n');
    }
    String id = NAME + " of " + states;
    Optional<Kept> kept = store.find(memory.recall(id, NAME), NAME);
    if (kept.isPresent()) {
      return kept.get();
    }
    List<ClassContainer> containers = new ArrayList<>();
    try {
      for (Source source : sources) {
        containers.add(ClassContainer.open(source, layers));
      }
      Kept made = store.make(NAME, new StoredJar(reachable(containers))::writeTo);
      memory.remember(id, NAME, made.layer().sha256());
      return made;
    } finally {
      for (ClassContainer container : containers) {
        container.close();
      }
    }
  }

  private static SortedMap<String, StoredJar.Content> reachable(List<ClassContainer> containers)
      throws IOException {
    SortedMap<String, StoredJar.Content> entries = new TreeMap<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String name : beginnings(containers)) {
      if (seen.add(name)) {
        open.add(name);
      }
    }
    while (!open.isEmpty()) {
      String path = open.remove() + ".class";
      Optional<byte[]> bytes = read(containers, path);
      if (bytes.isEmpty()) {
        continue; // a text that is no class, or a library's optional part
      }
      entries.put(path, StoredJar.Content.of(bytes.get()));
      for (String name : ClassReferences.in(bytes.get(), FOLDERS)) {
        if (seen.add(name)) {
          open.add(name);
        }
      }
    }
    if (!entries.containsKey(MAIN + ".class")) {
      throw missing(MAIN.replace('/', '.'), null);
    }
    return entries;
  }

  private static List<String> beginnings(List<ClassContainer> containers) throws IOException {
    List<String> names = new ArrayList<>(List.of(MAIN));
    for (ClassContainer container : containers) {
      for (String folder : WHOLE) {
        container.below(folder).stream()
            .filter(path -> path.endsWith(".class"))
            .map(path -> path.substring(0, path.length() - ".class".length()))
            .forEach(names::add);
      }
    }
    return names;
  }

  private static Optional<byte[]> read(List<ClassContainer> containers, String path)
      throws IOException {
    for (ClassContainer container : containers) {
      Optional<byte[]> bytes = container.read(path);
      if (bytes.isPresent()) {
        return bytes;
      }
    }
    return Optional.empty();
  }

  /** What changes when a class of the source may have changed. */
  private String state(Source source) throws IOException {
    if (source instanceof Source.Jar jar) {
      return memory.sha256(jar.file());
    }
    if (source instanceof Source.NestedJar nested) {
      return layers.jarInJar(nested).layer().sha256();
    }
    if (source instanceof Source.NestedDirectory nested) {
      return memory.sha256(nested.outer());
    }
    StringBuilder files = new StringBuilder();
    Path directory = ((Source.Directory) source).directory();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile).sorted()::iterator) {
        files.append(file).append(' ').append(Files.size(file)).append(' ');
        files.append(Files.getLastModifiedTime(file).toInstant()).append('\n');
      }
    }
    return Sha256.of(files.toString());
  }

  static Set<Source> sources(List<String> classNames, ClassLoader loader) {
    Set<Source> sources = new LinkedHashSet<>();
    for (String className : classNames) {
      sources.add(sourceOf(className, loader));
    }
    return sources;
  }

  private static Source sourceOf(String className, ClassLoader loader) {
    try {
      CodeSource code =
          Class.forName(className, false, loader).getProtectionDomain().getCodeSource();
      URL location = code == null ? null : code.getLocation();
      return Optional.ofNullable(location)
          .flatMap(SourceUrl::read)
          .orElseThrow(
              () ->
                  new BundleException(
                      "executor: "
                          + className
                          + " comes from "
                          + (location == null ? "the JVM's own classes" : location)
                          + " (expected: a jar or a directory on disk, or a jar in a jar)"));
    } catch (ClassNotFoundException e) {
      throw missing(className, e);
    }
  }

  private static BundleException missing(String className, @Nullable Throwable cause) {
    return new BundleException(
        "executor: "
            + className
            + " is missing (expected: the dependencies of ejc-runtime); do not exclude them",
        cause);
  }
}
