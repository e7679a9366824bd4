package io.ejc.runtime;

import io.ejc.internal.mesos.Credentials;
import io.ejc.internal.mesos.MasterAccess;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.internal.wire.TlsFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads where masters are, who we are to them, and how they are known. */
final class MesosWayReader {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final long SECRET_MAX = 4_096;

  private final Function<Key, String> text;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param text the value of a key that has a default
   * @param problems where problems go
   */
  MesosWayReader(Function<Key, String> text, List<String> problems) {
    this.text = text;
    this.problems = problems;
  }

  /** The way to the masters; empty where a value is wrong, and the problem is kept. */
  Settings.Way read(Map<Key, String> set) {
    boolean files =
        Stream.of(Key.TLS_CA, Key.TLS_CERTIFICATE, Key.TLS_KEY).anyMatch(set::containsKey);
    boolean tls = set.containsKey(Key.TLS) ? bool(Key.TLS, set.get(Key.TLS)) : files;
    boolean local = text.apply(Key.MASTER).equals(Settings.LOCAL);
    Optional<MasterAddress> address =
        local ? Optional.empty() : tried(() -> MasterAddress.parse(text.apply(Key.MASTER), tls));
    Optional<Credentials> credentials = credentials();
    boolean usesTls = address.map(MasterAddress::tls).orElse(false);
    Optional<SSLContext> context = usesTls ? tried(() -> tlsFiles().context()) : Optional.empty();
    if (address.map(MasterAddress::plain).orElse(false) && credentials.isPresent()) {
      log.warn(
          "{}: the secret of {} goes to the masters over plain HTTP; where others can listen, use"
              + " https",
          Key.SECRET.path,
          credentials.get().principal());
    }
    return new Settings.Way(address, new MasterAccess(credentials, context));
  }

  private TlsFiles tlsFiles() {
    boolean verify = bool(Key.TLS_HOSTNAME, text.apply(Key.TLS_HOSTNAME));
    if (!verify) {
      log.warn(
          "{} is false: ANY host with a certificate of the same authority can pass for a Mesos"
              + " master and will be sent our secret; give the masters certificates with their"
              + " names",
          Key.TLS_HOSTNAME.path);
    }
    return new TlsFiles(
        "ejc.mesos.tls", path(Key.TLS_CA), path(Key.TLS_CERTIFICATE), path(Key.TLS_KEY), verify);
  }

  private Optional<Credentials> credentials() {
    String principal = text.apply(Key.PRINCIPAL);
    String secret = text.apply(Key.SECRET);
    String file = text.apply(Key.SECRET_FILE);
    if (principal.isEmpty() && secret.isEmpty() && file.isEmpty()) {
      return Optional.empty();
    }
    if (principal.isEmpty()) {
      problems.add(
          Key.PRINCIPAL.path + ": not set (expected: the principal whose secret is given)");
      return Optional.empty();
    }
    if (secret.isEmpty() == file.isEmpty()) {
      problems.add(
          (file.isEmpty() ? Key.SECRET_FILE.path + ": not set" : Key.SECRET_FILE.path + ": " + file)
              + " (expected: either it or "
              + Key.SECRET.path
              + ", because "
              + Key.PRINCIPAL.path
              + " is set)");
      return Optional.empty();
    }
    return tried(() -> new Credentials(principal, file.isEmpty() ? secret : fromFile(file)));
  }

  /** One line. An editor's newline at its end is not part of it. */
  private static String fromFile(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > SECRET_MAX) {
        throw unreadable(file, "at most " + SECRET_MAX + " bytes", null);
      }
      tellIfOpen(path);
      return Files.readString(path).stripTrailing();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "text in UTF-8", e);
    } catch (IOException | InvalidPathException e) {
      throw unreadable(file, "a file that this process may read", e);
    }
  }

  private static void tellIfOpen(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      log.warn(
          "{}: {} can be read by every user of this host; chmod 600", Key.SECRET_FILE.path, file);
    }
  }

  private static IllegalArgumentException unreadable(
      String file, String rule, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException(
        Key.SECRET_FILE.path + ": " + file + " (expected: " + rule + ")", cause);
  }

  private Optional<Path> path(Key key) {
    String value = text.apply(key);
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(key.path + ": " + value + " (expected: a path)", e);
    }
  }

  private boolean bool(Key key, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(key.path + ": " + value + " (expected: true or false)");
    }
    return value.equals("true");
  }

  private interface Made<T> {
    T made();
  }

  private <T> Optional<T> tried(Made<T> made) {
    try {
      return Optional.of(made.made());
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
