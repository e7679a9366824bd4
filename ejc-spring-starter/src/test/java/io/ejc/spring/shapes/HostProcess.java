package io.ejc.spring.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM that a test starts as a user would, and waits for.
 *
 * @param exit its exit status
 * @param output what it said
 */
record HostProcess(int exit, String output) {

  private static final int MINUTES = 3;
  private static final Pattern BUNDLE = Pattern.compile("bundle ([0-9a-f]{12}): (.*)");

  /** Runs {@code java} with these arguments in a directory. */
  static HostProcess java(Path directory, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(output.toString()).isTrue();
      return new HostProcess(process.exitValue(), Files.readString(output));
    } finally {
      end(process);
    }
  }

  private static void end(Process process) throws IOException {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(child -> child.onExit().join());
    process.getOutputStream().close();
  }

  /** The id of the bundle that it made. */
  String bundle() {
    return inBundleLine(1);
  }

  /** How the bundle was told. */
  String layers() {
    return inBundleLine(2);
  }

  private String inBundleLine(int group) {
    Matcher line = BUNDLE.matcher(output);
    assertThat(line.find()).as(output).isTrue();
    return line.group(group);
  }
}
