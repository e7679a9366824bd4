package io.ejc.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.ejc.api.spi.EjcApplication;
import io.ejc.internal.discover.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where settings come from, strongest first: arguments of main, system properties, environment,
 * code ({@code Ejc.builder().property}), {@code ejc.properties} and {@code ejc.conf} on the class
 * path.
 */
final class Sources {

  private static final String PREFIX = "ejc.";

  /**
   * Keys below EJC's name that are not the runtime's: the Spring starter's, and those of our tests.
   */
  private static final List<String> OTHERS =
      List.of("ejc.spring.", "ejc.test.", "ejc.bench.", "ejc.sim.", "ejc.chaos.");

  private static final String VARIABLE_PREFIX = "EJC_";
  private static final String ARGUMENT_PREFIX = "--ejc.";

  /**
   * A source.
   *
   * @param name for people
   * @param values by path
   */
  record Source(String name, Map<String, String> values) {}

  private final List<Source> sources = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Sources() {}

  /** Reads all sources of this process for an application. */
  static Sources read(
      EjcApplication application, Map<String, String> properties, Map<String, String> environment) {
    Sources sources = new Sources();
    sources.arguments(application.args());
    sources.add("system property", properties);
    sources.variables(environment);
    sources.add("set in code", application.properties());
    sources.file(application, "ejc.properties", ConfigSyntax.PROPERTIES);
    sources.file(application, "ejc.conf", ConfigSyntax.CONF);
    return sources;
  }

  /** What is wrong with the sources themselves, and every key of ours that is not known. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (Source source : sources) {
      for (String path : source.values().keySet()) {
        if (path.startsWith(PREFIX)
            && OTHERS.stream().noneMatch(path::startsWith)
            && Key.of(path).isEmpty()) {
          all.add(unknown(path, source.name(), paths()));
        }
      }
    }
    return all;
  }

  private static String unknown(String name, String source, List<String> known) {
    String hint = Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    return name + " (" + source + "): not a key of EJC (expected: a known key" + hint + ")";
  }

  private static boolean ofOthers(String variable) {
    String path = variable.toLowerCase(Locale.ROOT).replace('_', '.');
    return OTHERS.stream().anyMatch(path::startsWith);
  }

  private static List<String> paths() {
    return Arrays.stream(Key.values()).map(key -> key.path).toList();
  }

  private static List<String> variables() {
    return Arrays.stream(Key.values()).map(Key::variable).toList();
  }

  /** A value from the strongest source that has it, any key: for placeholders too. */
  Optional<String> lookup(String path) {
    return sources.stream()
        .map(source -> Optional.ofNullable(source.values().get(path)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A value for a job's attributes. They can be read in Mesos, so a secret is none. */
  Optional<String> placeholder(String path) {
    boolean secret =
        Key.of(path).or(() -> Key.ofVariable(path)).filter(key -> key.secret).isPresent();
    return secret ? Optional.empty() : lookup(path);
  }

  /** The keys that are set anywhere. */
  Map<Key, String> set() {
    Map<Key, String> set = new TreeMap<>();
    for (Key key : Key.values()) {
      lookup(key.path).ifPresent(value -> set.put(key, value.strip()));
    }
    return set;
  }

  private void add(String name, Map<String, String> values) {
    sources.add(new Source(name, new LinkedHashMap<>(values)));
  }

  private void arguments(List<String> args) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String arg : args) {
      if (arg.startsWith(ARGUMENT_PREFIX)) {
        int equals = arg.indexOf('=');
        if (equals < 0) {
          problems.add("argument " + arg + " (expected: --ejc.key=value)");
        } else {
          values.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
      }
    }
    add("argument", values);
  }

  /** Variables under their own names, for placeholders, and those of ours under their keys. */
  private void variables(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>(environment);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE_PREFIX) && !ofOthers(name)) {
            Key.ofVariable(name)
                .ifPresentOrElse(
                    key -> values.put(key.path, value),
                    () -> problems.add(unknown(name, "environment variable", variables())));
          }
        });
    add("environment", values);
  }

  private void file(EjcApplication application, String name, ConfigSyntax syntax) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setClassLoader(application.mainClass().getClassLoader())
            .setSyntax(syntax)
            .setAllowMissing(true);
    try {
      Config config =
          ConfigFactory.parseResources(application.mainClass().getClassLoader(), name, options)
              .resolve();
      Map<String, String> values = new LinkedHashMap<>();
      config
          .entrySet()
          .forEach(
              entry ->
                  values.put(
                      entry.getKey().replace("\"", ""),
                      String.valueOf(entry.getValue().unwrapped())));
      add(name, values);
    } catch (ConfigException e) {
      problems.add(name + " on the class path cannot be read: " + e.getMessage());
    }
  }
}
