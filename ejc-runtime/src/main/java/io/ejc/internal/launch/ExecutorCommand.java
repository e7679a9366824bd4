package io.ejc.internal.launch;

import io.ejc.internal.model.Layer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell command that starts an executor: it looks for java, verifies the executor's own layers,
 * and becomes the JVM. What the executor itself verifies, it verifies before it loads it; its own
 * layers must be verified before there is a JVM, therefore here.
 *
 * <p>The exit statuses below are the only thing that a scheduler hears of a command that did not
 * get as far as the JVM.
 */
public final class ExecutorCommand {

  /** Exit status: no java on the agent. The shell's own status for a command not found. */
  public static final int NO_JAVA = 127;

  /** Exit status: a layer of the executor is missing or is not what was sent. */
  public static final int LAYER_CORRUPTED = 65;

  /** Exit status: neither sha256sum nor shasum is on the agent. */
  public static final int NO_SHA256 = 69;

  private static final String MAIN = "io.ejc.internal.execute.ExecutorMain";

  private ExecutorCommand() {}

  /** The file of a layer in the sandbox. */
  static String file(Layer layer) {
    return "layers/" + layer.sha256() + ".jar";
  }

  static String of(ExecutorProfile profile, List<Layer> layers, long heapMb) {
    String java = quoted(profile.java());
    String sums =
        layers.stream()
            .map(layer -> layer.sha256() + "  " + file(layer) + "\\n")
            .collect(Collectors.joining());
    String classPath = layers.stream().map(ExecutorCommand::file).collect(Collectors.joining(":"));
    String options =
        profile.jvmOptions().stream().map(o -> quoted(o) + " ").collect(Collectors.joining());
    return String.join(
        "; ",
        "stop() { echo \"EJC: $1\" >&2; exit $2; }",
        "command -v "
            + java
            + " >/dev/null 2>&1 || stop 'no java on this agent: "
            + profile.java().replace("'", "")
            + " not found; set ejc.executor.java' "
            + NO_JAVA,
        "if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum;"
            + " elif command -v shasum >/dev/null 2>&1; then sum='shasum -a 256';"
            + " else stop 'neither sha256sum nor shasum on this agent' "
            + NO_SHA256
            + "; fi",
        "printf '" + sums + "' > executor-layers.sha256",
        "$sum -c executor-layers.sha256 >/dev/null || stop 'a layer is not what was sent' "
            + LAYER_CORRUPTED,
        "exec " + java + " -Xmx" + heapMb + "m " + options + "-cp " + classPath + " " + MAIN);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
