package io.ejc.internal.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A layer on disk as it was when it was hashed. Another file in its place must not be sent under
 * the old hash: agents would refuse it, and nobody would know why. Its time says nothing: hosts
 * that share a directory set it to say that they use the file.
 */
record LayerFile(Path path, long size, Object identity) {

  static LayerFile of(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new LayerFile(path, attributes.size(), identity(attributes));
    } catch (IOException e) {
      throw new ServeException("layer: " + path + " (expected: a readable file); start again", e);
    }
  }

  boolean isUnchanged() throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return now.size() == size && identity(now).equals(identity);
  }

  /** The file's number in its file system, where there are numbers. */
  private static Object identity(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? attributes.creationTime() : key;
  }
}
