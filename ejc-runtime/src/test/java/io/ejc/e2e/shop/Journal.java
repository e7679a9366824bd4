package io.ejc.e2e.shop;

import io.ejc.api.ShardingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/** What user code did, line by line: {@code TASK EVENT key=value ...}. The job parameter is it. */
final class Journal {

  private Journal() {}

  /** What the application says of itself; the shop as it is compiled says nothing. */
  private static String version() {
    try (InputStream in = Journal.class.getResourceAsStream("/version.txt")) {
      return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(ShardingContext context, String event) {
    String line =
        String.format(
            "%s %s job=%s item=%d attempt=%d token=%d pid=%d version=%s scheduled=%s at=%s%n",
            context.getTaskId(),
            event,
            context.getJobName(),
            context.getShardingItem(),
            context.getAttempt(),
            context.getFencingToken(),
            ProcessHandle.current().pid(),
            version(),
            context.getScheduledInstant(),
            InstantSource.system().instant());
    try {
      Files.writeString(
          Path.of(context.getJobParameter()),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
