package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.internal.bundle.LayerStore.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A jar in which a build has put the application and all it needs together: the one that holds both
 * an own class and EJC's. It becomes two layers, so that a new build of the application sends the
 * small one: what lies in own packages, the files at the top, and the manifest; and everything
 * else. Nothing is in both, so whatever a class loader finds it finds once, as before.
 *
 * <p>A signed jar, and one with two entries of a name, stay whole.
 */
final class ShadedJar {

  private static final String WITNESS = "io/ejc/api/Ejc.class";
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)");
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);
  private static final byte[] MULTI_RELEASE =
      "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(UTF_8);

  private final List<String> ownFolders;

  /**
   * Knows own classes by their packages.
   *
   * @param ownPackages packages; what is below them is own too. Without any, no jar is split
   */
  ShadedJar(List<String> ownPackages) {
    this.ownFolders =
        ownPackages.stream()
            .filter(name -> !name.isEmpty())
            .map(name -> name.replace('.', '/') + "/")
            .toList();
  }

  boolean isToSplit(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      if (jar.getEntry(WITNESS) == null) {
        return false;
      }
      Set<String> names = new HashSet<>();
      boolean own = false;
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(e -> (ZipEntry) e)::iterator) {
        String name = entry.getName();
        if (!names.add(name) || SIGNATURE.matcher(name).matches()) {
          return false;
        }
        own |= name.endsWith(".class") && isOwn(name);
      }
      return own;
    }
  }

  /** The own part, then the other. */
  List<Kept> parts(Path file, HashMemory memory, LayerStore store) throws IOException {
    String name = new Source.Jar(file).name();
    String whole = memory.sha256(file);
    String key = whole + " " + Sha256.of(String.join(",", ownFolders));
    String ownName = name + " (own)";
    String restName = name + " (dependencies)";
    String ownId = file.toAbsolutePath() + "#own";
    String restId = file.toAbsolutePath() + "#dependencies";
    var own = store.find(memory.recall(ownId, key), ownName);
    var rest = store.find(memory.recall(restId, key), restName);
    if (own.isPresent() && rest.isPresent()) {
      return List.of(own.get(), rest.get());
    }
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Kept ownMade = store.make(ownName, part(jar, true)::writeTo);
      Kept restMade = store.make(restName, part(jar, false)::writeTo);
      if (!Sha256.of(file).equals(whole)) {
        throw HashMemory.changed(file);
      }
      memory.remember(ownId, key, ownMade.layer().sha256());
      memory.remember(restId, key, restMade.layer().sha256());
      return List.of(ownMade, restMade);
    }
  }

  private StoredJar part(JarFile jar, boolean own) throws IOException {
    SortedMap<String, StoredJar.Content> entries = new TreeMap<>();
    for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(e -> (ZipEntry) e)::iterator) {
      if (!entry.isDirectory() && isOwn(entry.getName()) == own) {
        entries.put(entry.getName(), StoredJar.Content.of(jar, entry));
      }
    }
    if (!own && isMultiRelease(jar)) {
      entries.put(JarFile.MANIFEST_NAME, StoredJar.Content.of(MULTI_RELEASE));
    }
    return new StoredJar(StoredJar.withDirectories(entries));
  }

  private boolean isOwn(String name) {
    if (name.toUpperCase(Locale.ROOT).equals(JarFile.MANIFEST_NAME)) {
      return true;
    }
    Matcher versioned = VERSIONED.matcher(name);
    String path = versioned.matches() ? versioned.group(1) : name;
    return path.indexOf('/') < 0 || ownFolders.stream().anyMatch(path::startsWith);
  }

  private static boolean isMultiRelease(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    return manifest != null
        && "true"
            .equalsIgnoreCase(manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
  }
}
