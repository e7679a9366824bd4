package io.ejc.internal.bundle;

import io.ejc.internal.bundle.LayerStore.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes layers of sources, and makes none again that an earlier start has made. */
final class SourceLayers {

  private final LayerStore store;
  private final HashMemory memory;
  private final ShadedJar shaded;

  SourceLayers(LayerStore store, HashMemory memory, ShadedJar shaded) {
    this.store = store;
    this.memory = memory;
    this.shaded = shaded;
  }

  /** The layers of one source: none of an empty directory, two of a shaded jar. */
  List<Kept> of(Source source) throws IOException {
    if (source instanceof Source.Directory directory) {
      DirectoryJar jar = new DirectoryJar(directory.directory());
      return jar.isEmpty() ? List.of() : List.of(store.make(source.name(), jar::writeTo));
    }
    if (source instanceof Source.NestedDirectory nested) {
      return directoryInJar(nested).stream().toList();
    }
    if (source instanceof Source.NestedJar nested) {
      return List.of(jarInJar(nested));
    }
    if (source instanceof Source.LaunchedTop top) {
      return BootLauncher.top(top, store).stream().toList();
    }
    Path file = ((Source.Jar) source).file();
    return shaded.isToSplit(file) ? shaded.parts(file, memory, store) : List.of(jar(file));
  }

  private Kept jar(Path file) throws IOException {
    String sha256 = memory.sha256(file);
    String name = new Source.Jar(file).name();
    Optional<Kept> kept = store.find(sha256, name, Files.size(file));
    return kept.isPresent()
        ? kept.get()
        : store.make(
            name,
            part -> {
              Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
              String copied = Sha256.of(part);
              if (!copied.equals(sha256)) {
                throw HashMemory.changed(file);
              }
              return copied;
            });
  }

  /**
   * Byte for byte. The size and checksum that the outer jar tells stand for the content: a new
   * outer jar, as every build makes one, takes nothing out again that it only carries on.
   */
  Kept jarInJar(Source.NestedJar nested) throws IOException {
    try (ZipFile zip = new ZipFile(nested.outer().toFile())) {
      ZipEntry entry = zip.getEntry(nested.entry());
      if (entry == null) {
        throw HashMemory.changed(nested.outer());
      }
      String key = entry.getSize() + " " + entry.getCrc() + " " + entry.getTime();
      String known = memory.recall(nested.toString(), key);
      Optional<Kept> kept =
          known.isEmpty() ? Optional.empty() : store.find(known, nested.name(), entry.getSize());
      if (kept.isPresent()) {
        return kept.get();
      }
      Kept made = store.make(nested.name(), part -> extract(zip, entry, part));
      memory.remember(nested.toString(), key, made.layer().sha256());
      return made;
    }
  }

  private static String extract(ZipFile zip, ZipEntry entry, Path part) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    return Sha256.of(part);
  }

  /** Has the same bytes as the directory that an exploded archive has in this place. */
  private Optional<Kept> directoryInJar(Source.NestedDirectory nested) throws IOException {
    try (ZipFile zip = new ZipFile(nested.outer().toFile())) {
      TreeMap<String, StoredJar.Content> entries = new TreeMap<>();
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        String name = entry.getName();
        if (name.startsWith(nested.prefix()) && name.length() > nested.prefix().length()) {
          entries.put(
              name.substring(nested.prefix().length()),
              entry.isDirectory() ? StoredJar.Content.NOTHING : StoredJar.Content.of(zip, entry));
        }
      }
      boolean empty = entries.keySet().stream().allMatch(name -> name.endsWith("/"));
      return empty
          ? Optional.empty()
          : Optional.of(
              store.make(
                  nested.name(), new StoredJar(StoredJar.withDirectories(entries))::writeTo));
    }
  }
}
