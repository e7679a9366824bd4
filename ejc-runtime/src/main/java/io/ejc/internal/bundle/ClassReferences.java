package io.ejc.internal.bundle;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all classes that a class file mentions: in code, in signatures and descriptors, and
 * in texts that look like a class' name, which may be given to {@code Class.forName}. Rather too
 * many than one too few.
 */
final class ClassReferences {

  private static final int MAGIC = 0xCAFEBABE;
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");
  private static final Pattern PATH = Pattern.compile("[\\w$]+(/[\\w$]+)+");

  private ClassReferences() {}

  /**
   * The names, with slashes.
   *
   * @param classFile the class file
   * @param folders where a class must lie to be of interest, each with its last slash
   */
  static Set<String> in(byte[] classFile, List<String> folders) throws IOException {
    Set<String> names = new HashSet<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.readInt(); // the version
    int constants = in.readUnsignedShort();
    for (int index = 1; index < constants; index++) {
      int tag = in.readUnsignedByte();
      if (tag == 1) {
        mentioned(in.readUTF().replace('.', '/'), folders, names);
      } else {
        in.skipNBytes(size(tag));
        // these two take two places
        index += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
    return names;
  }

  /** Class names stand in the constant pool as texts, too. */
  private static void mentioned(String text, List<String> folders, Set<String> names) {
    if (folders.stream().noneMatch(text::contains)) {
      return;
    }
    Set<String> found = new HashSet<>();
    if (PATH.matcher(text).matches()) {
      found.add(text);
    }
    Matcher descriptor = IN_DESCRIPTOR.matcher(text);
    while (descriptor.find()) {
      found.add(descriptor.group(1));
    }
    found.stream().filter(name -> folders.stream().anyMatch(name::startsWith)).forEach(names::add);
  }

  /** JVM specification, 4.4: bytes after the tag. */
  private static int size(int tag) throws IOException {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IOException("constant of kind " + tag);
    };
  }
}
