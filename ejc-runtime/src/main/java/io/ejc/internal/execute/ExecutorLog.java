package io.ejc.internal.execute;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The executor's own log: one line an event on stderr, which the agent keeps as a file of the
 * sandbox. Apart from whatever logging user code brings and configures.
 */
final class ExecutorLog {

  private static final String NAME = "io.ejc.executor";

  // Kept here because java.util.logging forgets loggers, and their settings, that nobody holds.
  private static final Logger SETTINGS = Logger.getLogger(NAME);

  static {
    Handler stderr = new ConsoleHandler();
    stderr.setFormatter(new Line());
    stderr.setLevel(Level.ALL);
    SETTINGS.setUseParentHandlers(false);
    SETTINGS.addHandler(stderr);
    SETTINGS.setLevel(Level.INFO);
  }

  private ExecutorLog() {}

  static System.Logger logger() {
    return System.getLogger(NAME);
  }

  /** Timestamp in UTC, level, message, and the stack trace when there is one. */
  private static final class Line extends Formatter {

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord record) {
      StringWriter line = new StringWriter();
      line.append(TIME.format(record.getInstant()))
          .append(' ')
          .append(record.getLevel().getName())
          .append(" executor: ")
          .append(formatMessage(record))
          .append(System.lineSeparator());
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(line, true));
      }
      return line.toString();
    }
  }
}
