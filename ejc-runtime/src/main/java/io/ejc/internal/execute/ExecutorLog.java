package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The executor's own log: one line an event on the process' stderr, which the agent keeps as a file
 * of the sandbox. Stands on nothing that user code could configure, reset or replace, such as
 * java.util.logging or {@code System.err}.
 */
final class ExecutorLog implements System.Logger {

  private static final PrintStream STDERR = System.err;
  private static final ExecutorLog LOG = new ExecutorLog();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ExecutorLog() {}

  static System.Logger logger() {
    return LOG;
  }

  @Override
  public String getName() {
    return "io.ejc.executor";
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    write(level, String.valueOf(message), thrown);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    String pattern = String.valueOf(format);
    boolean plain = parameters == null || parameters.length == 0;
    write(level, plain ? pattern : MessageFormat.format(pattern, parameters), null);
  }

  /** What is said on an item's thread is also among what the item printed. */
  private static void alsoToItem(String text) {
    TaskOutput output = TaskOutput.current();
    if (output != null) {
      byte[] bytes = text.getBytes(UTF_8);
      try {
        boolean unused = output.write(TaskOutput.Channel.STDERR, bytes, 0, bytes.length);
      } catch (IOException e) {
        STDERR.println("the output of an item is not kept: " + e);
      }
    }
  }

  private void write(Level level, String message, @Nullable Throwable thrown) {
    if (!isLoggable(level)) {
      return;
    }
    StringWriter text = new StringWriter();
    text.append(TIME.format(ExecutorMain.CLOCK.instant()))
        .append(' ')
        .append(level.getName())
        .append(" executor: ")
        .append(message);
    if (thrown != null) {
      text.append(System.lineSeparator());
      thrown.printStackTrace(new PrintWriter(text, true));
    } else {
      text.append(System.lineSeparator());
    }
    STDERR.print(text);
    STDERR.flush();
    alsoToItem(text.toString());
  }
}
