package io.ejc.internal.execute.agentjobs;

import io.ejc.api.spi.JobFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A factory that writes down how it is used. */
public final class WritingFactory implements JobFactory {

  @Override
  public void start() throws IOException {
    write("start");
  }

  @Override
  public <T> T create(Class<T> jobClass) throws IOException {
    write("create");
    return jobClass.cast(new AgentJobs.Made("a factory"));
  }

  @Override
  public void release(Object job) throws IOException {
    write("release");
  }

  @Override
  public void close() throws IOException {
    write("close");
  }

  private static synchronized void write(String word) throws IOException {
    Files.writeString(
        Path.of("factory"), word + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
