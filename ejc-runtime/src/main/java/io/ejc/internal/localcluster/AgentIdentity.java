package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent's id, kept in its directory: after a restart the same agent registers again. */
final class AgentIdentity {

  private AgentIdentity() {}

  static String read(Path directory, String fresh) throws IOException {
    Path file = directory.resolve("id");
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (MesosId.problem(id) == null) {
        return id;
      }
    }
    Path part = directory.resolve("id.part");
    Files.writeString(part, fresh + "\n");
    Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return fresh;
  }
}
