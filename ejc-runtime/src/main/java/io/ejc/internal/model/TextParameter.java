package io.ejc.internal.model;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a job that is a method, which is made of a text of the job.
 *
 * @param label what people call it
 * @param ofItem whether the text is the sharding parameter of an item, and not the job's parameter
 * @param type the name of the type that the method wants
 * @param constants the names of its constants where that is an enum
 */
public record TextParameter(String label, boolean ofItem, String type, List<String> constants) {

  /** Copies the list. */
  public TextParameter {
    constants = List.copyOf(constants);
  }

  /**
   * Reads a text as the agent will.
   *
   * @throws ParameterText.Unfit when it does not fit
   */
  public void read(Optional<String> text) {
    var unused =
        ParameterText.reads(type)
            ? ParameterText.value(text, type)
            : ParameterText.constant(text, constants);
  }
}
