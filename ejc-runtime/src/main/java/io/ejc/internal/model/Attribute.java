package io.ejc.internal.model;

/**
 * What an operator wrote about an agent under one name.
 *
 * @param text as the agent's flag {@code --attributes} has it: a text, a number without needless
 *     digits, ranges as {@code [1-2,5-9]}, a set as <code>{a,b}</code>
 * @param number whether it is a scalar, and so compared as a number
 */
public record Attribute(String text, boolean number) {

  /** A text. */
  public static Attribute text(String text) {
    return new Attribute(text, false);
  }
}
