package io.ejc.internal.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A layer on disk as it was when it was hashed. A build that replaces the file must not be sent
 * under the old hash: agents would refuse it, and nobody would know why.
 */
record LayerFile(Path path, long size, FileTime modified) {

  static LayerFile of(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new LayerFile(path, attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new ServeException("layer: " + path + " (expected: a readable file); start again", e);
    }
  }

  boolean isUnchanged() throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return now.size() == size && now.lastModifiedTime().equals(modified);
  }
}
