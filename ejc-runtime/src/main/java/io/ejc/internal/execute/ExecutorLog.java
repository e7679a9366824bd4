package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
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
    write(level, parameters == null ? pattern : filled(pattern, parameters), null);
  }

  /** As MessageFormat does for texts, which would take a good part of an executor's start. */
  private static String filled(String pattern, @Nullable Object[] parameters) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
      int close = pattern.indexOf('}', at);
      String number = close < 0 ? "" : pattern.substring(at + 1, close);
      if (number.length() == 1
          && Character.isDigit(number.charAt(0))
          && Integer.parseInt(number) < parameters.length) {
        text.append(pattern, from, at).append(parameters[Integer.parseInt(number)]);
        from = close + 1;
      }
    }
    return text.append(pattern, from, pattern.length()).toString();
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
    text.append(ExecutorMain.CLOCK.instant().truncatedTo(ChronoUnit.MILLIS).toString())
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
