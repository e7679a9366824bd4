package io.ejc.internal.execute;

import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.Map;

/**
 * How the application logs on agents: by a configuration made for them, where it brings one, else
 * by its own. A host that logs into files would do so on every agent.
 */
final class LoggingFile {

  private static final System.Logger LOG = ExecutorLog.logger();

  /** Where each backend looks first, and the file that EJC puts there. */
  private static final Map<String, String> FILES =
      Map.of(
          "logback.configurationFile", "logback-ejc.xml",
          "log4j2.configurationFile", "log4j2-ejc.xml");

  private LoggingFile() {}

  /** Before any class of the application is initialized. */
  static void choose(ClassLoader application) {
    FILES.forEach(
        (property, file) -> {
          URL found = application.getResource(file);
          if (found != null && System.getProperty(property) == null) {
            System.setProperty(property, found.toString());
            LOG.log(Level.INFO, "the application logs as {0} says", file);
          }
        });
  }
}
