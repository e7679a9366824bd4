package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Puts the URIs of a command into a sandbox. Its cache belongs to one agent, is keyed by user and
 * URI, and starts empty with the agent, all as in Mesos; a URI that several containers ask for at
 * once is downloaded once. Any thread.
 */
final class Fetcher {

  private final Path cacheDirectory;
  private final Map<Key, CompletableFuture<Path>> cache = new ConcurrentHashMap<>();
  private final AtomicLong files = new AtomicLong();

  Fetcher(Path cacheDirectory) {
    this.cacheDirectory = cacheDirectory;
  }

  private record Key(String user, String uri) {}

  /** Before the agent serves. */
  void clear() throws IOException {
    if (Files.exists(cacheDirectory)) {
      Sandboxes.delete(cacheDirectory);
    }
    Files.createDirectories(cacheDirectory);
  }

  void fetch(List<CommandInfo.URI> uris, String user, Path sandbox)
      throws IOException, InterruptedException {
    for (CommandInfo.URI uri : uris) {
      fetch(uri, user, sandbox);
    }
  }

  private void fetch(CommandInfo.URI uri, String user, Path sandbox)
      throws IOException, InterruptedException {
    String basename = Download.basename(uri.getValue());
    Path target = inside(sandbox, uri.hasOutputFile() ? uri.getOutputFile() : basename);
    boolean extract = uri.getExtract() && !uri.getExecutable() && Archive.recognized(basename);
    if (uri.getCache()) {
      Path cached = cached(new Key(user, uri.getValue()), basename);
      if (extract) {
        Archive.extract(cached, basename, sandbox);
        return;
      }
      Files.createDirectories(parent(target));
      Files.copy(cached, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Download.to(target, uri.getValue());
      if (extract) {
        Archive.extract(target, basename, sandbox);
      }
    }
    if (uri.getExecutable()) {
      makeExecutable(target);
    }
  }

  private Path cached(Key key, String basename) throws IOException, InterruptedException {
    CompletableFuture<Path> mine = new CompletableFuture<>();
    CompletableFuture<Path> theirs = cache.putIfAbsent(key, mine);
    if (theirs == null) {
      download(key, basename, mine);
    }
    try {
      return (theirs == null ? mine : theirs).get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private void download(Key key, String basename, CompletableFuture<Path> result) {
    Path file = cacheDirectory.resolve("c" + files.incrementAndGet() + "-" + basename);
    try {
      Download.to(file, key.uri());
      result.complete(file);
    } catch (IOException | RuntimeException e) {
      // The next container tries again.
      cache.remove(key);
      result.completeExceptionally(e);
    }
  }

  static void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }

  private static Path inside(Path sandbox, String name) throws IOException {
    Path target = sandbox.resolve(name).normalize();
    if (!target.startsWith(sandbox) || target.equals(sandbox)) {
      throw new IOException(
          "output_file: " + name + " (expected: a relative path inside the sandbox)");
    }
    return target;
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("'" + file + "' is not a file");
    }
    return parent;
  }
}
