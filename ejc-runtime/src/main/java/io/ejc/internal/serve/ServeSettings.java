package io.ejc.internal.serve;

/**
 * Where the agents' listener stands.
 *
 * @param name the application's name, for thread names
 * @param bindAddress the address of this machine to listen on; {@code 0.0.0.0} for all
 * @param port the port, 0 for any free one
 * @param advertisedHost the name or address by which agents reach this machine
 */
public record ServeSettings(String name, String bindAddress, int port, String advertisedHost) {

  /** Checks the port. */
  public ServeSettings {
    if (port < 0 || port > 65535) {
      throw new ServeException("ejc.serve.port: " + port + " (expected: 0 to 65535)");
    }
  }
}
