package io.ejc.internal.discover;

import io.ejc.internal.model.ExecutorOptions;
import java.util.List;
import java.util.SortedMap;

/** Reads what a job asks of the executor of its items. */
final class ExecutorReader {

  private static final String JVM_OPTIONS = "jvmOptions";
  private static final String ENVIRONMENT = "environment";

  private final Attributes attributes;
  private final boolean command;

  /**
   * Reads for one job.
   *
   * @param command whether it is a command, which has no JVM, and variables of its own
   */
  ExecutorReader(Attributes attributes, boolean command) {
    this.attributes = attributes;
    this.command = command;
  }

  ExecutorOptions read() {
    String java = attributes.text("java", "", ExecutorReader::word);
    List<String> options = attributes.texts(JVM_OPTIONS);
    SortedMap<String, String> environment = environment();
    String image = attributes.text("image", "", ExecutorReader::word);
    options.forEach(this::check);
    if (command) {
      refuse("java", !java.isEmpty(), "empty, because a command runs in no JVM of EJC");
      refuse(JVM_OPTIONS, !options.isEmpty(), "none, because a command runs in no JVM of EJC");
      refuse(ENVIRONMENT, !environment.isEmpty(), "none; a command has those of its @ShellJob");
    }
    return new ExecutorOptions(java, options, environment, image);
  }

  private SortedMap<String, String> environment() {
    SortedMap<String, String> variables =
        Variables.read(
            attributes.texts(ENVIRONMENT), wrong -> attributes.problem(ENVIRONMENT, wrong));
    for (String name : variables.keySet()) {
      if (name.startsWith("MESOS_") || name.startsWith("EJC_")) {
        attributes.problem(
            ENVIRONMENT,
            new MalformedValue(name, "no name that begins with MESOS_ or EJC_; they are taken"));
      }
    }
    return variables;
  }

  private void check(String option) {
    if (!option.startsWith("-")) {
      attributes.problem(JVM_OPTIONS, new MalformedValue(option, "options that begin with -"));
    } else if (option.startsWith("-Xmx")) {
      attributes.problem(
          JVM_OPTIONS,
          new MalformedValue(
              option,
              "no -Xmx, because the heap is memoryMB with isolation = PROCESS, and"
                  + " ejc.executor.heapMB with SHARED"));
    }
  }

  private void refuse(String attribute, boolean refused, String rule) {
    if (refused) {
      attributes.problem(attribute, new MalformedValue(attributes.shownRaw(attribute), rule));
    }
  }

  private static String word(String text) throws MalformedValue {
    String word = text.strip();
    if (word.chars().anyMatch(Character::isWhitespace)) {
      throw new MalformedValue(word, "one word");
    }
    return word;
  }
}
