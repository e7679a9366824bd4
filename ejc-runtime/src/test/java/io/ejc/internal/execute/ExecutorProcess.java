package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ejc.api.SimpleJob;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos;

/** {@link ExecutorMain} in a JVM of its own, with an executor's class path and nothing more. */
final class ExecutorProcess implements AutoCloseable {

  private final Process process;
  private final Path stderr;

  ExecutorProcess(Path sandbox, Map<String, String> environment, String... options)
      throws IOException {
    stderr = sandbox.resolve("stderr");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), ExecutorMain.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(sandbox.toFile())
            .redirectOutput(sandbox.resolve("stdout").toFile())
            .redirectError(stderr.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MESOS_"));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Waits for the end of the process. */
  int exitStatus() throws IOException, InterruptedException {
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    assertThat(ended).as(log()).isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String log() throws IOException {
    return Files.readString(stderr);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private static String classPath() {
    return Stream.of(
            ExecutorMain.class,
            SimpleJob.class,
            Protos.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonInclude.class)
        .map(Sandbox::codeOf)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
