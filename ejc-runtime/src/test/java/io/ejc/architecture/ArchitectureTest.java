package io.ejc.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.ejc.architecture.Room.API;
import static io.ejc.architecture.Room.BYTE_BUDDY;
import static io.ejc.architecture.Room.CLASSGRAPH;
import static io.ejc.architecture.Room.CONFIG;
import static io.ejc.architecture.Room.CRON_UTILS;
import static io.ejc.architecture.Room.CURATOR;
import static io.ejc.architecture.Room.JACKSON;
import static io.ejc.architecture.Room.MESOS;
import static io.ejc.architecture.Room.SLF4J;
import static io.ejc.architecture.Room.TLS;
import static io.ejc.architecture.Room.ZOOKEEPER;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom: docs/ARCHITECTURE.md draws it, this holds it. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.ejc");

  private static final String HTTP_SERVER = "com.sun.net.httpserver..";
  private static final String TLS = "javax.net.ssl..";
  private static final String HTTP_CLIENT = "java.net.http..";
  private static final String[] PURE = {
    "io.ejc.internal.model",
    "io.ejc.internal.trigger",
    "io.ejc.internal.match",
    "io.ejc.internal.launch",
    "io.ejc.internal.core"
  };

  static List<Room> rooms() {
    return List.of(
        Room.named("io.ejc.api", API),
        Room.named("io.ejc.api.spi", API),
        Room.of("model"),
        Room.of("trigger", "model", CRON_UTILS),
        Room.of("match", "model"),
        Room.of("launch", "model"),
        Room.of("core", "model", "trigger", "match", "launch"),
        Room.of("record", "model", "core", JACKSON),
        Room.of("engine", "core", "record", "model", SLF4J),
        Room.of("discover", API, "model", "trigger", CLASSGRAPH, BYTE_BUDDY, SLF4J),
        Room.of("bundle", API, "model", HTTP_CLIENT, SLF4J),
        Room.of("wire", "model", MESOS, JACKSON, TLS),
        Room.of("mesos", "wire", "engine", "core", "model", CURATOR, ZOOKEEPER, TLS, SLF4J),
        Room.of("zookeeper", "record", "engine", "core", "model", CURATOR, ZOOKEEPER, SLF4J),
        Room.of("execute", API, "model", "wire", "trigger", "io.ejc.internal.execute.boot", TLS),
        Room.named("io.ejc.internal.execute.boot"),
        Room.of("serve", "bundle", "model", HTTP_SERVER, SLF4J),
        Room.of("console", "engine", "core", "model", JACKSON, HTTP_SERVER, SLF4J),
        Room.of(
            "doctor", "mesos", "zookeeper", "engine", "record", "core", "match", "launch", "model"),
        Room.of("localcluster", "wire", "model", MESOS, ZOOKEEPER, TLS, SLF4J),
        Room.named("io.ejc.runtime.local", "localcluster", "model", TLS, SLF4J));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_uses_only_what_it_may(Room room) {
    hold(
        classes()
            .that()
            .resideInAPackage(room.name())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(room.mayUse()).or(primitive())));
  }

  static Stream<Arguments> libraries() {
    return Stream.of(
        confined(CLASSGRAPH, "discover"),
        confined(BYTE_BUDDY, "discover"),
        confined(CRON_UTILS, "trigger"),
        confined(CURATOR, "zookeeper", "mesos"),
        confined(ZOOKEEPER, "zookeeper", "mesos", "localcluster"),
        confined(JACKSON, "wire", "record", "console"),
        confined(MESOS, "wire", "localcluster"),
        Arguments.of(HTTP_CLIENT, httpClients()),
        confined(HTTP_SERVER, "serve", "console"),
        Arguments.of(CONFIG, List.of("io.ejc.runtime")));
  }

  /** The API names requests, and sends none. */
  private static List<String> httpClients() {
    return List.of(
        "io.ejc.api",
        "io.ejc.internal.bundle",
        "io.ejc.internal.mesos",
        "io.ejc.internal.execute",
        "io.ejc.internal.localcluster");
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void a_library_stays_in_the_rooms_that_need_it(String library, List<String> rooms) {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages(rooms.toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  @Test
  void every_internal_package_has_its_row_in_the_table() {
    List<String> known = rooms().stream().map(Room::name).toList();
    List<String> there =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("io.ejc.") && !name.equals("io.ejc.runtime"))
            .distinct()
            .toList();
    assertThat(there).isNotEmpty();
    assertThat(known).containsAll(there);
  }

  @Test
  void what_decides_reaches_no_clock_socket_file_thread_or_lock() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                Thread.class,
                ProcessBuilder.class,
                Runtime.class,
                java.io.File.class,
                java.time.Clock.class,
                java.time.InstantSource.class));
    hold(noClasses().that().resideInAnyPackage(PURE).should(ReadsTheClock.anywhere()));
  }

  @Test
  void the_composition_root_names_neither_the_agents_process_nor_the_local_masters_rooms() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.ejc.runtime")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ejc.internal.execute..", "io.ejc.internal.localcluster.."));
  }

  @Test
  void the_doctor_is_known_to_the_composition_root_alone() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.ejc.internal.doctor", "io.ejc.runtime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ejc.internal.doctor"));
  }

  @Test
  void nothing_but_the_composition_root_knows_the_composition_root() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.ejc.runtime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ejc.runtime"));
  }

  @Test
  void nothing_is_sent_or_stored_by_java_serialization() {
    hold(
        noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(java.io.ObjectInputStream.class, java.io.ObjectOutputStream.class));
  }

  @Test
  void packages_form_no_cycle() {
    // the API and its SPI are one room with two doors: each names the other
    DescribedPredicate<JavaClass> api = resideInAPackage(API);
    hold(slices().matching("io.ejc.(**)").should().beFreeOfCycles().ignoreDependency(api, api));
  }

  @Test
  void no_public_signature_of_the_public_packages_names_an_internal_type() {
    hold(
        classes()
            .that()
            .resideInAnyPackage("io.ejc.api", "io.ejc.api.spi", "io.ejc.runtime.local")
            .should(ExposesNothing.of("io.ejc.internal")));
  }

  private static Arguments confined(String library, String... rooms) {
    return Arguments.of(library, Stream.of(rooms).map(room -> "io.ejc.internal." + room).toList());
  }

  private static DescribedPredicate<JavaClass> primitive() {
    return DescribedPredicate.describe(
        "are primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
