package io.ejc.internal.execute;

import io.ejc.internal.model.ProbeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A look at the machine that this process runs on, in place of a job. */
final class AgentLook {

  private AgentLook() {}

  /** Looks; the sandbox is the directory in which agents start their executors. */
  static ProbeAnswer from(Path sandbox, Instant now) {
    return new ProbeAnswer(
        Runtime.version().toString(),
        System.getProperty("user.name", "?"),
        now,
        writeProblem(sandbox));
  }

  private static String writeProblem(Path sandbox) {
    try {
      Path file = Files.createTempFile(sandbox, "ejc-doctor-", ".txt");
      Files.write(file, "written".getBytes(StandardCharsets.US_ASCII));
      Files.delete(file);
      return "";
    } catch (IOException | SecurityException e) {
      return e.toString();
    }
  }
}
