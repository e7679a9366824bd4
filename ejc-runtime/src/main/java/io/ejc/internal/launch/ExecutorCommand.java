package io.ejc.internal.launch;

import io.ejc.internal.model.Layer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell command that starts an executor. It looks for java and writes the program that an
 * executor begins with, which travels in the command. Where the agent's cache holds the executor's
 * own layers and they are what they must be, it becomes the executor's JVM at once, else that of
 * the program, which brings them. The class path is the same in both cases: a JVM opens the files
 * on it when it first needs them.
 *
 * <p>The exit statuses below are the only thing that a scheduler hears of an executor that did not
 * get as far as its agent.
 */
public final class ExecutorCommand {

  /** Exit status: no java on the agent. The shell's own status for a command not found. */
  public static final int NO_JAVA = 127;

  /** Exit status: nobody gave a layer of the executor, or not as it must be. */
  public static final int NO_LAYER = 65;

  /** Exit status: base64 is not on the agent, or the sandbox cannot be written. */
  public static final int NO_BOOT = 69;

  private static final String MAIN = "io.ejc.internal.execute.ExecutorMain";
  private static final String BOOT = "io.ejc.internal.execute.boot.Boot";
  private static final String BOOT_FILE = "boot.jar";

  private ExecutorCommand() {}

  /** The file of a layer in the sandbox. */
  static String file(Layer layer) {
    return "layers/" + layer.sha256() + ".jar";
  }

  static String of(ExecutorProfile profile, List<Layer> layers, long heapMb) {
    String java = quoted(profile.java());
    return String.join(
        "; ",
        "stop() { echo \"EJC: $1\" >&2; exit $2; }",
        "command -v "
            + java
            + " >/dev/null 2>&1 || stop 'no java on this agent: "
            + profile.java().replace("'", "")
            + " not found; set ejc.executor.java' "
            + NO_JAVA,
        boot(profile.delivery().boot()),
        fromCache(profile.cacheDirectory(), layers),
        "main=" + MAIN,
        "for h in "
            + hashes(layers)
            + "; do [ -f layers/$h.jar ] || main='"
            + program(profile, layers)
            + "'; done",
        // its words are hashes, numbers and names, so that the shell may take it apart
        "exec " + java + " " + jvm(profile, layers, heapMb) + " $main");
  }

  private static String boot(String program) {
    String write = "printf %s \"$boot\" | base64 ";
    return "boot='"
        + program
        + "'; mkdir -p layers; { "
        + write
        + "-d > boot.jar || "
        + write
        + "-D > boot.jar; } 2>/dev/null || stop 'no base64 on this agent, or its disk is full' "
        + NO_BOOT;
  }

  /** What it cannot check is not taken from the cache: then the program checks what it brings. */
  private static String fromCache(String directory, List<Layer> layers) {
    if (directory.equals("none")) {
      return "true";
    }
    String place =
        directory.isEmpty() ? "\"${TMPDIR:-/tmp}/ejc-layers-$(id -u)\"" : quoted(directory);
    return String.join(
        "; ",
        "cache=" + place,
        "sum=false",
        "if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum;"
            + " elif command -v shasum >/dev/null 2>&1; then sum='shasum -a 256'; fi",
        "if [ -O \"$cache\" ] && [ ! -L \"$cache\" ]; then for h in "
            + hashes(layers)
            + "; do f=\"$cache/$h.jar\"; [ -f \"$f\" ] && [ ! -e layers/$h.jar ]"
            + " && { ln \"$f\" layers/$h.jar || cp \"$f\" layers/$h.jar; } 2>/dev/null"
            + " && { echo \"$h  layers/$h.jar\" | $sum -c >/dev/null 2>&1 && touch \"$f\""
            + " || rm -f layers/$h.jar; }; done; fi");
  }

  private static String hashes(List<Layer> layers) {
    return layers.stream().map(Layer::sha256).collect(Collectors.joining(" "));
  }

  private static String program(ExecutorProfile profile, List<Layer> layers) {
    String wanted =
        layers.stream()
            .map(layer -> layer.sha256() + ":" + layer.size())
            .collect(Collectors.joining(" "));
    return BOOT + " " + profile.delivery().fetchTimeout().toMillis() + " " + wanted;
  }

  private static String jvm(ExecutorProfile profile, List<Layer> layers, long heapMb) {
    String classPath = layers.stream().map(ExecutorCommand::file).collect(Collectors.joining(":"));
    String options =
        profile.jvmOptions().stream().map(o -> quoted(o) + " ").collect(Collectors.joining());
    return "-Xmx" + heapMb + "m " + options + "-cp " + BOOT_FILE + ":" + classPath;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
