package io.ejc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house are not blind: each sees what was planted for it. */
class TidyRulesTest {
  private static final String PLAIN = "ejc-runtime/src/main/java/io/ejc/internal/core/A.java";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sleep         | Thread.sleep(1)",
        "sleep         | java.lang.Thread.sleep(1)",
        "sleep         | TimeUnit.SECONDS.sleep(1)",
        "sleep         | sleep(1)",
        "clock         | Instant.now()",
        "clock         | java.time.Instant.now()",
        "clock         | LocalDateTime.now(zone)",
        "clock         | LocalDate.now()",
        "clock         | use(Instant::now)",
        "clock         | use(System::currentTimeMillis)",
        "clock         | System.currentTimeMillis()",
        "clock         | Clock.systemUTC()",
        "clock         | InstantSource.system()",
        "clock         | use(new Date())",
        "clock         | use(new java.util.Date())",
        "exit          | System.exit(1)",
        "exit          | Runtime.getRuntime().halt(1)",
        "empty catch   | try { a(); } catch (Exception e) { }",
        "empty catch   | try { a(); } catch (Exception e) { /* never mind */ }",
        "empty catch   | try { a(); } catch (Exception e) { ; }",
        "unfinished    | a(); // TODO later",
        "unfinished    | a(); /* FIXME */",
        "unfinished    | a(); // XXX"
      })
  void sees_a_statement_that_breaks_a_rule(String rule, String statement) {
    assertThat(scan(PLAIN, "class A { void a() { " + statement + "\n; } }"))
        .extracting(Finding::rule)
        .containsExactly(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.nanoTime()",
        "clock.now()",
        "clock.instant()",
        "exit.halt(1)",
        "say(\"TODO: Thread.sleep(1) // FIXME\")",
        "say('\"'); // a quote",
        "try { a(); } catch (Exception e) { b(); }",
        "use(new Date(0))"
      })
  void lets_a_good_statement_pass(String statement) {
    assertThat(scan(PLAIN, "class A { void a() { " + statement + "\n; } }")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"IdUtil", "IdUtils", "IdHelper", "IdManager", "StoreImpl", "JobService", "Facade"})
  void sees_a_banned_name_also_of_an_inner_class(String name) {
    assertThat(scan(PLAIN, "class A { static class " + name + " {} }"))
        .extracting(Finding::rule)
        .containsExactly("name");
  }

  @Test
  void sees_a_method_of_51_lines_and_lets_50_pass() {
    String body = "\n".repeat(TidyScan.METHOD_LINES - 1);
    assertThat(scan(PLAIN, "class A { void a() {" + body + "} }")).isEmpty();
    assertThat(scan(PLAIN, "class A { A() {\n" + body + "} }"))
        .extracting(Finding::rule)
        .containsExactly("method too long");
  }

  @Test
  void sees_a_file_of_401_lines_and_lets_400_pass() {
    String body = "\n".repeat(TidyScan.FILE_LINES - 1);
    assertThat(scan(PLAIN, "class A {" + body + "}")).isEmpty();
    assertThat(scan(PLAIN, "class A {\n" + body + "}"))
        .extracting(Finding::rule)
        .containsExactly("file too long");
  }

  @Test
  void names_file_line_rule_and_cause() {
    assertThat(scan(PLAIN, "class A {\n  void a() {\n    System.exit(2);\n  }\n}"))
        .singleElement()
        .hasToString(PLAIN + ":3 exit: System.exit");
  }

  @Test
  void lets_only_the_named_places_take_the_clock_and_end_the_process() {
    String clock = "class A { Object a = InstantSource.system(); }";
    String exit = "class A { void a() { System.exit(0); } }";
    String execute = "ejc-runtime/src/main/java/io/ejc/internal/execute/";
    assertThat(scan("ejc-runtime/src/main/java/io/ejc/runtime/A.java", clock)).isEmpty();
    assertThat(scan(execute + "ExecutorMain.java", clock)).isEmpty();
    assertThat(scan(execute + "A.java", clock)).hasSize(1);
    assertThat(scan(execute + "JvmExit.java", exit)).isEmpty();
    assertThat(scan(execute + "A.java", exit)).hasSize(1);
  }

  @Test
  void sees_a_machine_path_and_a_registry_host_in_any_text() {
    assertThat(TextScan.of("a.md", "one\nsee /" + "root/notes"))
        .singleElement()
        .hasToString("a.md:2 machine path: /" + "root/");
    assertThat(TextScan.of("a.sh", "cd /" + "work/main")).hasSize(1);
    assertThat(TextScan.of("a.sh", "\"/" + "home/jo/x\"")).hasSize(1);
    assertThat(TextScan.of("a.xml", "https://repo." + "maven.apache.org/maven2")).hasSize(1);
    assertThat(TextScan.of("a.xml", "https://maven.apache.org/xsd and GET /jobs/work/1")).isEmpty();
  }

  private static List<Finding> scan(String file, String text) {
    return TidyScan.of(JavaSource.parse(file, text), new Allowed());
  }
}
