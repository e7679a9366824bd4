package io.ejc.spring.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.spring.boxed.BootMain;
import io.ejc.spring.boxed.PlainMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * Applications of every shape, built here and started as users start them. Each runs a job on the
 * local cluster and ends; then its files lie elsewhere, nothing is remembered, as on another host,
 * and the bundle must be the same.
 */
class ShapesIT {

  private static final String MAIN = PlainMain.class.getName();
  private static final List<String> LOCAL =
      List.of(
          "-Dejc.local.agents=1",
          "-Dejc.local.memoryMB=1024",
          "-Dejc.executor.heapMB=96",
          "-Dejc.executor.nativeMB=64",
          "-Dejc.executor.jvmOptions=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1");

  /** The bundle is made before the master is asked for, and this one does not answer. */
  private static final List<String> NOWHERE =
      List.of(
          "-Dejc.mesos.master=http://127.0.0.1:1",
          "-Dejc.zookeeper.servers=127.0.0.1:1",
          "-Dejc.mesos.user=nobody",
          "-Dejc.advertise.address=127.0.0.1",
          "-Dejc.doctor=off");

  @TempDir private static Path shared;
  private static List<Path> plain;
  private static List<Path> withSpring;
  private static Path executable;

  @TempDir private Path directory;

  @BeforeAll
  static void build() throws IOException {
    plain = Build.libraries(shared.resolve("plain"), false);
    withSpring = Build.libraries(shared.resolve("spring"), true);
    Path classes = Build.classes(shared.resolve("classes"), BootMain.class, List.of("PlainMain"));
    Path jar = Build.jar(shared.resolve("thin.jar"), Build.filesOf(classes), Map.of());
    executable = repackaged(jar, shared.resolve("executable.jar"));
  }

  /** What Spring Boot's Maven plugin does. */
  private static Path repackaged(Path archive, Path to) throws IOException {
    Repackager repackager = new Repackager(archive.toFile());
    repackager.setMainClass(BootMain.class.getName());
    repackager.repackage(
        to.toFile(),
        callback -> {
          for (Path library : withSpring) {
            callback.library(new Library(library.toFile(), LibraryScope.COMPILE));
          }
        });
    return to;
  }

  @Test
  void a_directory_of_classes_and_a_class_path(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    Build.classes(app.resolve("classes"), PlainMain.class, List.of("BootMain"));
    copyAll(plain, app.resolve("lib"));

    runsAndIsTheSameElsewhere(
        test,
        app,
        at -> List.of("-cp", at.resolve("classes") + separated(at.resolve("lib")), MAIN));
  }

  @Test
  void a_jar_that_names_its_class_path(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    copyAll(plain, app.resolve("lib"));
    String classPath =
        plain.stream().map(file -> "lib/" + file.getFileName()).collect(Collectors.joining(" "));
    Build.jar(
        app.resolve("app.jar"),
        plainClasses(),
        Map.of("Main-Class", MAIN, "Class-Path", classPath));

    runsAndIsTheSameElsewhere(test, app, at -> List.of("-jar", at.resolve("app.jar").toString()));
  }

  @Test
  void a_shaded_jar(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    Path classes =
        Build.classes(directory.resolve("compiled"), PlainMain.class, List.of("BootMain"));
    Build.shaded(app.resolve("app.jar"), classes, plain, MAIN);

    HostProcess host =
        runsAndIsTheSameElsewhere(
            test, app, at -> List.of("-jar", at.resolve("app.jar").toString()));

    // own classes, dependencies, and the file of the host
    assertThat(host.layers()).contains("application 3 layers");
  }

  @Test
  void an_executable_jar_of_spring_boot(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    Files.copy(executable, app.resolve("app.jar"));

    HostProcess host =
        runsAndIsTheSameElsewhere(
            test, app, at -> List.of("-jar", at.resolve("app.jar").toString()));

    assertThat(layers(host)).isGreaterThan(withSpring.size());
  }

  @Test
  void an_executable_jar_with_the_loader_before_spring_boot_3_2(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    Build.classic(app.resolve("app.jar"), executable);

    HostProcess host =
        runsAndIsTheSameElsewhere(
            test, app, at -> List.of("-jar", at.resolve("app.jar").toString()));

    assertThat(layers(host)).isGreaterThan(withSpring.size());
  }

  @Test
  void a_new_build_of_an_executable_jar_or_war_makes_only_own_classes_anew() throws Exception {
    Path classes =
        Build.classes(
            directory.resolve("war/WEB-INF/classes"), BootMain.class, List.of("PlainMain"));
    Files.writeString(classes.resolve("changed.txt"), "by a new build");
    Path thin = Build.jar(directory.resolve("thin.jar"), Build.filesOf(classes), Map.of());
    Path jar = repackaged(thin, directory.resolve("new.jar"));
    Path thinWar =
        Build.jar(directory.resolve("thin.war"), Build.filesOf(directory.resolve("war")), Map.of());
    Path war = repackaged(thinWar, directory.resolve("new.war"));

    Map<String, Long> before = layersAfter(executable);
    Map<String, Long> afterJar = layersAfter(jar);
    Map<String, Long> afterWar = layersAfter(war);

    afterWar.keySet().removeAll(afterJar.keySet());
    afterJar.keySet().removeAll(before.keySet());
    assertThat(before).hasSizeGreaterThan(withSpring.size());
    assertThat(afterJar.values()).hasSize(1).allMatch(size -> size < 64_000);
    assertThat(afterWar.values()).hasSize(1).allMatch(size -> size < 64_000);
  }

  /** The layers that lie on a host, and their sizes, after it made a bundle of this archive. */
  private Map<String, Long> layersAfter(Path archive) throws Exception {
    Files.createDirectories(directory.resolve("conf"));
    HostProcess host = start("builds", NOWHERE, List.of("-jar", archive.toString()));
    assertThat(host.bundle()).isNotEmpty();
    Map<String, Long> sizes = new HashMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("builds/bundle/layers"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  @Test
  void an_executable_jar_that_was_unpacked(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    Build.unpack(executable, app);

    HostProcess host =
        runsAndIsTheSameElsewhere(
            test,
            app,
            at ->
                List.of(
                    "-cp", at.toString(), "org.springframework.boot.loader.launch.JarLauncher"));

    assertThat(layers(host)).isGreaterThan(withSpring.size());
  }

  @Test
  void an_executable_jar_that_took_itself_apart(TestInfo test) throws Exception {
    Path app = directory.resolve("app");
    HostProcess extract =
        HostProcess.java(
            directory,
            List.of(
                "-Djarmode=tools",
                "-jar",
                executable.toString(),
                "extract",
                "--destination",
                app.toString()));
    assertThat(extract.exit()).as(extract.output()).isZero();

    HostProcess host =
        runsAndIsTheSameElsewhere(
            test, app, at -> List.of("-jar", at.resolve("executable.jar").toString()));

    assertThat(layers(host)).isGreaterThan(withSpring.size());
  }

  @Test
  void modules_of_the_module_path(TestInfo test) throws Exception {
    Path app = Files.createDirectories(directory.resolve("app"));
    copyAll(plain, app.resolve("lib"));
    Path modules = Files.createDirectories(app.resolve("modules"));
    Path api =
        plain.stream()
            .map(file -> app.resolve("lib").resolve(file.getFileName()))
            .filter(file -> file.getFileName().toString().startsWith("ejc-api"))
            .findFirst()
            .orElseThrow();
    Files.move(api, modules.resolve("ejc-api.jar"));
    Map<String, byte[]> classes = plainClasses();
    classes.put("module-info.class", moduleInfo(modules));
    Build.jar(modules.resolve("shop.jar"), classes, Map.of());

    runsAndIsTheSameElsewhere(
        test,
        app,
        at ->
            List.of(
                "--module-path",
                at.resolve("modules").toString(),
                "-cp",
                separated(at.resolve("lib")).substring(1),
                "--add-modules",
                "ALL-DEFAULT",
                "-m",
                "shop.boxed/" + MAIN));
  }

  private byte[] moduleInfo(Path modules) throws IOException {
    Path source = directory.resolve("module-info.java");
    Files.writeString(source, "module shop.boxed { requires io.ejc.api; }");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "--module-path",
                modules.toString(),
                "-d",
                directory.resolve("module").toString(),
                source.toString());
    assertThat(result).isZero();
    return Files.readAllBytes(directory.resolve("module/module-info.class"));
  }

  private Map<String, byte[]> plainClasses() throws IOException {
    return Build.filesOf(
        Build.classes(directory.resolve("compiled"), PlainMain.class, List.of("BootMain")));
  }

  private HostProcess runsAndIsTheSameElsewhere(
      TestInfo test, Path app, Function<Path, List<String>> command) throws Exception {
    Path conf = Files.createDirectories(directory.resolve("conf"));
    Files.writeString(conf.resolve("shop.txt"), "open");
    HostProcess host = start("run", LOCAL, command.apply(app));
    assertThat(host.output()).contains("run SUCCEEDED", "ended");
    assertThat(host.output()).doesNotContain("stays behind", "\tat ");
    assertThat(host.exit()).as(host.output()).isZero();

    Path elsewhere = Files.createDirectories(directory.resolve("another host")).resolve("app");
    Files.move(app, elsewhere);
    HostProcess again = start("again", NOWHERE, command.apply(elsewhere));

    assertThat(again.bundle()).as(test.getDisplayName()).isEqualTo(host.bundle());
    assertThat(again.layers()).isEqualTo(host.layers());
    return host;
  }

  private HostProcess start(String name, List<String> cluster, List<String> command)
      throws Exception {
    Path work = Files.createDirectories(directory.resolve(name));
    List<String> arguments = new ArrayList<>(cluster);
    arguments.add("-Dejc.name=boxed");
    arguments.add("-Dejc.bundle.dir=" + work.resolve("bundle"));
    arguments.add("-Dejc.bundle.files=" + directory.resolve("conf"));
    arguments.addAll(command);
    return HostProcess.java(work, arguments);
  }

  private static int layers(HostProcess host) {
    String count = host.layers().replaceFirst(".*application (\\d+) layers.*", "$1");
    return Integer.parseInt(count);
  }

  private static void copyAll(List<Path> files, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static String separated(Path libraries) {
    try (var files = Files.list(libraries)) {
      return files.sorted().map(file -> File.pathSeparator + file).collect(Collectors.joining());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
