package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.discover.fixture.methods.BadMethods;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodScanTest {

  private static final String BAD = BadMethods.class.getName();
  private static final String JOB =
      "package acme; public class Jobs { @io.ejc.api.ElasticJob(name = \"work\") public void"
          + " work(%s) {} }";

  private final JobScanner scanner =
      new JobScanner(new ScanSettings(ZoneOffset.UTC, 512, List.of("*")), key -> Optional.empty());

  @Test
  void every_method_that_cannot_be_a_job_is_reported_with_all_others() {
    Discovery found =
        scanner.scan(getClass().getClassLoader(), List.of(BadMethods.class.getPackageName()));

    assertThat(found.problems())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(methods(), parameters(), texts(), classes()).flatMap(List::stream).toList());
    assertThat(found.jobs())
        .extracting(job -> job.name().value())
        .containsExactly("abstract-static", "by-hand");
    assertThat(found.generated()).containsOnlyKeys(BAD + "#byHand", BAD + "$Abstract#fine");
  }

  @Test
  void a_method_job_is_a_job_with_the_generated_class(@TempDir Path directory) throws Exception {
    Discovery found = scanCompiled(directory, Map.of("acme.Jobs", String.format(JOB, "")));

    assertThat(found.problems()).isEmpty();
    assertThat(found.jobs()).singleElement().extracting("jobClass").isEqualTo("acme.Jobs#work");
  }

  @Test
  void a_parameter_without_a_compiled_name_is_named_by_its_place(@TempDir Path directory)
      throws Exception {
    Discovery found = scanCompiled(directory, Map.of("acme.Jobs", String.format(JOB, "char c")));

    assertThat(found.problems())
        .singleElement()
        .asString()
        .startsWith("job work (acme.Jobs#work) parameter 1: char (expected: a ShardingContext");
  }

  @Test
  void a_parameter_whose_class_is_missing_is_named(@TempDir Path directory) throws Exception {
    CompiledSources.compile(
        directory,
        Map.of(
            "acme.Jobs",
            String.format(JOB, "@io.ejc.api.JobParameter Mode m"),
            "acme.Mode",
            "package acme; public enum Mode { ONE }"));
    Files.delete(directory.resolve("acme/Mode.class"));

    assertThat(scan(directory).problems())
        .containsExactly(
            "job work (acme.Jobs#work) method: needs acme.Mode (expected: a method of types that are"
                + " on the class path); add what holds acme.Mode");
  }

  @Test
  void an_enum_of_another_package_is_known(@TempDir Path directory) throws Exception {
    Discovery found =
        scanCompiled(
            directory,
            Map.of(
                "acme.Jobs",
                String.format(JOB, "@io.ejc.api.JobParameter java.time.DayOfWeek day")));

    assertThat(found.problems()).isEmpty();
  }

  @Test
  void a_method_of_a_spring_bean_is_refused_unless_it_is_static(@TempDir Path directory)
      throws Exception {
    String bean =
        String.format(JOB, "")
            .replace("public class", "@org.springframework.stereotype.Component public class");
    Map<String, String> sources =
        Map.of(
            "org.springframework.stereotype.Component",
            "package org.springframework.stereotype; public @interface Component {}",
            "acme.Jobs",
            bean);

    assertThat(scanCompiled(directory.resolve("bean"), sources).problems())
        .singleElement()
        .asString()
        .startsWith("job work (acme.Jobs#work) class: a Spring bean (expected: a plain class;");
    Map<String, String> withStatic =
        Map.of(
            "org.springframework.stereotype.Component",
            sources.get("org.springframework.stereotype.Component"),
            "acme.Jobs",
            bean.replace("public void", "public static void"));
    assertThat(scanCompiled(directory.resolve("static"), withStatic).problems()).isEmpty();
  }

  @Test
  void jars_that_let_no_class_in_are_refused(@TempDir Path directory) throws Exception {
    CompiledSources.compile(directory, Map.of("acme.Jobs", String.format(JOB, "")));
    Manifest plain = new Manifest();
    plain.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    Manifest sealed = new Manifest(plain);
    sealed.getMainAttributes().put(Name.SEALED, "true");

    assertThat(scanJar(directory, "plain.jar", plain, "x").problems()).isEmpty();
    assertThat(scanJar(directory, "sealed.jar", sealed, "x").problems())
        .containsExactly(
            "job work (acme.Jobs#work) method: in a sealed package of sealed.jar (expected: a method"
                + " in a jar to whose packages classes can be added)");
    assertThat(scanJar(directory, "signed.jar", plain, "META-INF/KEY.SF").problems())
        .singleElement()
        .asString()
        .contains("method: in signed.jar, which is signed (expected: a method in a jar");
  }

  private Discovery scanJar(Path classes, String name, Manifest manifest, String more)
      throws Exception {
    Path jar = classes.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("acme/Jobs.class"));
      Files.copy(classes.resolve("acme/Jobs.class"), out);
      out.putNextEntry(new JarEntry(more));
    }
    return scan(jar);
  }

  private Discovery scanCompiled(Path directory, Map<String, String> sources) throws Exception {
    Files.createDirectories(directory);
    CompiledSources.compile(directory, sources);
    return scan(directory);
  }

  private Discovery scan(Path classPath) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classPath.toUri().toURL()}, getClass().getClassLoader())) {
      return scanner.scan(loader, List.of("acme"));
    }
  }

  private static List<String> methods() {
    return List.of(
        method("private", "hidden", "private", "package-private, protected or public"),
        method("generic", "generic", "with type parameters", "without type parameters"),
        method("varargs", "varargs", "with variable arguments", "with single parameters"),
        method(
            "returns",
            "returns",
            "returns int",
            "that returns void, because nobody would get the value, or wait for it"),
        method(
            "overloaded-1",
            "overloaded",
            "overloaded",
            "the only one of its name with @ElasticJob in its class"),
        method(
            "overloaded-2",
            "overloaded",
            "overloaded",
            "the only one of its name with @ElasticJob in its class"));
  }

  private static List<String> parameters() {
    String binding =
        " (expected: a ShardingContext without an annotation, or another type with one of"
            + " @ShardingItem, @ShardingParameter, @JobParameter)";
    String types =
        " (expected: String, int, long, double, boolean, their boxes, BigDecimal, LocalDate,"
            + " LocalTime, LocalDateTime, Instant, Duration or an enum)";
    return List.of(
        of("varargs", "varargs", "parameter words: java.lang.String[]" + types),
        of("no-annotation", "noAnnotation", "parameter city: java.lang.String" + binding),
        of(
            "two-annotations",
            "twoAnnotations",
            "parameter city: @ShardingParameter, @JobParameter java.lang.String" + binding),
        of(
            "annotated-context",
            "annotatedContext",
            "parameter context: @JobParameter io.ejc.api.ShardingContext" + binding),
        of("item-type", "itemType", "parameter item: long (expected: int or Integer)"),
        of("type", "type", "parameter day: java.util.Date" + types),
        of("type", "type", "parameter letter: char" + types));
  }

  private static List<String> texts() {
    return List.of(
        of(
            "texts",
            "texts",
            "shardingItemParameters of item 1: one (expected: a whole number of 64 bits such as 42"
                + " for parameter id)"),
        of(
            "texts",
            "texts",
            "jobParameter: empty (expected: a whole number of 32 bits such as 42 for parameter"
                + " batch)"),
        of(
            "wrong-constant",
            "wrongConstant",
            "jobParameter: SLOW (expected: one of FAST for parameter mode)"),
        of("priority", "priority", "priority: 9999 (expected: -1000 to 1000)"));
  }

  private static List<String> classes() {
    String noObjects = " (expected: a class of which objects can be made)";
    return List.of(
        method("abstract", "$Abstract#work", "abstract", "with a body"),
        of("abstract", "$Abstract#work", "class: abstract" + noObjects),
        method("interface", "$Interface#work", "in an interface", "in a class"),
        of(
            "constructor",
            "$Made#work",
            "class: no public constructor without parameters (expected: one); add it, or a"
                + " JobFactory service that makes the job"),
        of("hidden-class", "$Hidden#work", "class: not public (expected: a public class)"),
        method(
            "private-class",
            "$Secret#work",
            "in a private class",
            "in a class that is not private"),
        method(
            "bridged",
            "$Typed#compareTo",
            "returns int",
            "that returns void, because nobody would get the value, or wait for it"),
        of(
            "bridged",
            "$Typed#compareTo",
            "parameter other: "
                + BAD
                + "$Typed (expected: a ShardingContext without an annotation, or another type with"
                + " one of @ShardingItem, @ShardingParameter, @JobParameter)"));
  }

  private static String method(String job, String method, String found, String rule) {
    return of(job, method, "method: " + found + " (expected: a method " + rule + ")");
  }

  private static String of(String job, String method, String problem) {
    String name = BAD + (method.contains("#") ? method : "#" + method);
    return "job " + job + " (" + name + ") " + problem;
  }
}
