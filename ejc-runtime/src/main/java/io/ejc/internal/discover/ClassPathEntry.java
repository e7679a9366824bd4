package io.ejc.internal.discover;

import io.github.classgraph.ClassInfo;

/** The entry of the class path that a class lies in, as people name it. */
final class ClassPathEntry {

  private ClassPathEntry() {}

  /** The file name of a jar, also of one in a jar, or of a directory. */
  static String nameOf(ClassInfo type) {
    String place = type.getClasspathElementURI().getSchemeSpecificPart();
    int end = place.length();
    while (end > 0 && (place.charAt(end - 1) == '/' || place.charAt(end - 1) == '!')) {
      end--;
    }
    String path = place.substring(0, end);
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
