package io.ejc.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide's pages show as Java is, word for word, code that the build compiles. */
class GuideTest {

  private static final Path ROOT = root();
  private static final Pattern SHOWN =
      Pattern.compile("<!-- from (\\S+) -->\n```java\n(.*?)\n```", Pattern.DOTALL);
  private static final List<String> KINDS =
      List.of(
          "simple-jobs.md",
          "dataflow-jobs.md",
          "script-jobs.md",
          "http-jobs.md",
          "shell-jobs.md",
          "daemon-jobs.md",
          "custom-jobs.md",
          "methods-as-jobs.md",
          "outcomes.md",
          "testing-jobs.md",
          "jobs-at-run-time.md");

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("docs/guide"))) {
      at = at.getParent();
    }
    return at;
  }

  @Test
  void every_kind_of_job_has_a_page_with_code_that_is_compiled() throws IOException {
    for (String page : KINDS) {
      assertThat(Files.readString(ROOT.resolve("docs/guide").resolve(page)))
          .as(page)
          .containsPattern(SHOWN);
    }
  }

  @Test
  void code_that_names_its_source_is_in_it_to_the_letter() throws IOException {
    List<String> differ = new ArrayList<>();
    for (Path page : pages()) {
      Matcher shown = SHOWN.matcher(Files.readString(page));
      while (shown.find()) {
        String source = Files.readString(ROOT.resolve(shown.group(1)));
        if (!source.contains(shown.group(2))) {
          differ.add(page.getFileName() + " shows another " + shown.group(1));
        }
      }
    }
    assertThat(differ).isEmpty();
  }

  @Test
  void on_the_pages_of_kinds_all_java_names_its_source() throws IOException {
    for (String page : KINDS) {
      String text = Files.readString(ROOT.resolve("docs/guide").resolve(page));
      assertThat(SHOWN.matcher(text).replaceAll("")).as(page).doesNotContain("```java");
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/guide"))) {
      return pages.filter(page -> page.toString().endsWith(".md")).sorted().toList();
    }
  }
}
