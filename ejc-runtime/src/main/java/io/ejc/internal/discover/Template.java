package io.ejc.internal.discover;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Text with placeholders: {@code ${key}} and {@code ${key:default}}. A default is plain text. A
 * dollar sign in front, as in {@code $${key}}, keeps the rest as it is: {@code ${key}}.
 */
final class Template {

  private static final String OPEN = "${";
  private static final String ESCAPED = "$${";

  private final @Nullable Placeholders placeholders;

  Template(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  private Template() {
    this.placeholders = null;
  }

  /** Leaves every text as it is. */
  static Template asWritten() {
    return new Template();
  }

  /** Whether a text names a key. */
  static boolean names(String text) {
    return text.replace(ESCAPED, "").contains(OPEN);
  }

  /**
   * Replaces what the text names.
   *
   * @throws MalformedValue when a key has no value and no default, or a brace is missing
   */
  String resolve(String text) throws MalformedValue {
    if (placeholders == null) {
      return text;
    }
    StringBuilder resolved = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith(ESCAPED, at)) {
        resolved.append(OPEN);
        at += ESCAPED.length();
      } else if (text.startsWith(OPEN, at)) {
        int close = text.indexOf('}', at);
        if (close < 0) {
          throw new MalformedValue(
              text,
              "a closing brace for each " + OPEN,
              "write " + ESCAPED + " for the text " + OPEN);
        }
        resolved.append(value(placeholders, text, text.substring(at + OPEN.length(), close)));
        at = close + 1;
      } else {
        resolved.append(text.charAt(at));
        at++;
      }
    }
    return resolved.toString();
  }

  private static String value(Placeholders placeholders, String text, String reference)
      throws MalformedValue {
    int colon = reference.indexOf(':');
    String key = (colon < 0 ? reference : reference.substring(0, colon)).strip();
    if (key.isEmpty()) {
      throw new MalformedValue(text, "a key between the braces of ${}", "");
    }
    Optional<String> value = placeholders.lookup(key);
    if (value.isEmpty() && colon < 0) {
      throw new MalformedValue(
          text,
          "a value for " + key,
          "set " + key + ", or give a default as in ${" + key + ":default}");
    }
    return value.orElseGet(() -> reference.substring(colon + 1));
  }
}
