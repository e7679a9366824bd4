package io.ejc.architecture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of this repository, without what a build or an editor leaves behind. */
final class OwnTree {
  private static final Set<String> SKIPPED =
      Set.of(".git", ".ejc", ".idea", ".settings", ".vscode", "target");

  private final Path root;

  private OwnTree(Path root) {
    this.root = root;
  }

  /** Found from the working directory upwards: where {@code .ci} and the parent POM are. */
  static OwnTree find() {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".ci")) && Files.exists(at.resolve("pom.xml"))) {
        return new OwnTree(at);
      }
    }
    throw new IllegalStateException("no repository root at or above " + here);
  }

  Path resolve(String file) {
    return root.resolve(file);
  }

  /** Paths from the root, with slashes. */
  List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
              files.add(root.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().sorted().toList();
  }

  /** A file's text; empty for one that is not text. */
  Optional<String> text(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(resolve(file));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
