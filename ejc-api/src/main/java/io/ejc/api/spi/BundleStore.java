package io.ejc.api.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the layers of bundles outlive the hosts that made them. A layer is a file that never
 * changes, named by the SHA-256 of its bytes. Hosts put what is missing before they announce
 * themselves; executors read by themselves, and check every byte against the name: a store is asked
 * for, never believed.
 *
 * <p>Runs on the host, and may be called by several threads and several hosts at once. Calls may be
 * interrupted when the host has waited long enough. Nothing is ever removed through this interface.
 */
public interface BundleStore extends AutoCloseable {

  /**
   * Whether a file is there as a whole.
   *
   * @param sha256 its name, 64 hexadecimal digits
   * @param size how large it must be, in bytes
   * @throws IOException when the store cannot say; the message is shown to operators
   * @throws InterruptedException when the host waits no longer
   */
  boolean has(String sha256, long size) throws IOException, InterruptedException;

  /**
   * Puts a file. Whoever reads meanwhile sees all of it or nothing, where the store can do that;
   * when it is there already, putting it again does no harm.
   *
   * @param sha256 its name
   * @param file its content, which must not be changed
   * @throws IOException when it could not be put; the message is shown to operators
   * @throws InterruptedException when the host waits no longer
   */
  void put(String sha256, Path file) throws IOException, InterruptedException;

  /**
   * The address under which executors read: a file's is this, its name and {@code .jar}. Begins
   * with {@code file:///}, {@code http://} or {@code https://} and ends with a slash; holds no
   * secret, because Mesos shows it.
   */
  String address();

  /**
   * What executors show as HTTP's {@code Authorization} header, such as {@code Basic ...}; empty
   * when whoever asks may read. It travels in the data of tasks, which Mesos shows to nobody.
   */
  Optional<String> authorization();

  /** Called once, when the host has put what was missing. */
  @Override
  void close();
}
