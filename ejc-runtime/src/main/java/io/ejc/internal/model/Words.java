package io.ejc.internal.model;

/**
 * Keeps what programs say short enough to be stored: a block of items is one record, and {@link
 * Run#BLOCK} items with {@link Item#ATTEMPTS_KEPT} attempts each must fit into it (960 KiB), or
 * nothing at all can be stored any more. The limits are bytes of JSON text.
 */
final class Words {

  /** The message of an item's latest attempt. */
  static final int MESSAGE_MAX = 1_200;

  /** The message of an attempt that was followed by another. */
  static final int OLD_MESSAGE_MAX = 100;

  /** The name of an exception's class. */
  static final int CLASS_MAX = 200;

  /** Why an item stands as it does. */
  static final int REASON_MAX = 600;

  /** What became of an instant of an item that fires by itself. */
  static final int FIRING_MAX = 160;

  private static final String CUT = "...";

  private Words() {}

  /** The text, its end left out when it is longer than a number of bytes. */
  static String bounded(String text, int max) {
    int room = max - CUT.length();
    int bytes = 0;
    int fitting = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += bytes(text.charAt(i));
      if (bytes > max) {
        boolean halved = fitting > 0 && Character.isHighSurrogate(text.charAt(fitting - 1));
        return text.substring(0, halved ? fitting - 1 : fitting) + CUT;
      }
      if (bytes <= room) {
        fitting = i + 1;
      }
    }
    return text;
  }

  /** The most that a character of UTF-16 takes as JSON in UTF-8. */
  private static int bytes(char character) {
    if (character == '"' || character == '\\' || character == '\n' || character == '\t') {
      return 2;
    }
    if (character < ' ') {
      return 6;
    }
    return character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
  }
}
