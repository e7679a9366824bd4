package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What these pages show is this module's own code, so that it compiles and runs. */
class GuideTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"methods-as-jobs.md"})
  void a_page_shows_code_of_the_example(String page) throws IOException {
    List<String> shown = blocks(Files.readString(Path.of("../docs/guide").resolve(page)));
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(GuideTest::withoutIndentation)
              .collect(Collectors.joining("\n"));
    }

    assertThat(shown).isNotEmpty();
    for (String block : shown) {
      assertThat(sources.contains(withoutIndentation(block))).as(block).isTrue();
    }
  }

  private static List<String> blocks(String page) {
    return JAVA.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private static String withoutIndentation(Path file) {
    try {
      return withoutIndentation(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Pages show members as if they stood alone. */
  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
