package io.ejc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our own tree keeps the rules of the house (CONTRIBUTING.md). */
class TidyTest {
  private static final int PLENTY = 40;

  private final OwnTree tree = OwnTree.find();
  private final Allowed allowed = new Allowed();

  @Test
  void every_java_file_keeps_the_rules_of_the_house() throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<String> files = javaFiles().toList();
    for (String file : files) {
      String text = tree.text(file).orElseThrow();
      findings.addAll(TidyScan.of(JavaSource.parse(file, text), allowed));
    }
    assertThat(files).hasSizeGreaterThan(PLENTY);
    assertThat(findings).isEmpty();
  }

  @Test
  void no_file_names_a_machine_or_a_registry() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (String file : tree.files()) {
      tree.text(file).ifPresent(text -> findings.addAll(TextScan.of(file, text)));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void every_package_says_what_its_room_is_for() throws IOException {
    List<String> bare =
        javaFiles()
            .filter(file -> file.contains("/src/main/java/") && file.contains("/java/io/"))
            .map(file -> file.substring(0, file.lastIndexOf('/')) + "/package-info.java")
            .distinct()
            .filter(file -> !tree.resolve(file).toFile().exists())
            .toList();
    assertThat(bare).isEmpty();
  }

  private Stream<String> javaFiles() throws IOException {
    return tree.files().stream().filter(file -> file.endsWith(".java"));
  }
}
