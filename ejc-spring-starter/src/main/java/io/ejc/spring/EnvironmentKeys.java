package io.ejc.spring;

import io.ejc.api.EjcStartException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * The keys that an environment hands on to EJC. The strongest property source that has a key wins
 * it, a list with all its elements. System properties and environment variables are left out: EJC
 * reads them itself, and there they are stronger than anything set in code.
 *
 * <p>Keys other than {@code ejc.*} go along as they are written, for placeholders in the attributes
 * of jobs.
 */
final class EnvironmentKeys {

  /** Switches the starter off when false. */
  static final String ENABLED = "ejc.spring.enabled";

  private static final String PREFIX = "ejc.";
  private static final String OWN_PREFIX = "ejc.spring.";
  private static final Set<String> READ_BY_EJC =
      Set.of(
          StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
          StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
  private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,6})]");

  private final ConfigurableEnvironment environment;
  private final Set<String> taken = new HashSet<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private EnvironmentKeys(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Reads an environment.
   *
   * @throws EjcStartException when EJC keys have placeholders that nothing resolves
   */
  static EnvironmentKeys of(ConfigurableEnvironment environment) {
    EnvironmentKeys keys = new EnvironmentKeys(environment);
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> enumerable
          && !READ_BY_EJC.contains(source.getName())) {
        keys.add(enumerable);
      }
    }
    if (!keys.problems.isEmpty()) {
      throw new EjcStartException(keys.problems);
    }
    return keys;
  }

  /** {@code --key=value} for each EJC key of the command line: as strong for EJC as for Spring. */
  List<String> arguments() {
    return List.copyOf(arguments);
  }

  /** All others. */
  Map<String, String> properties() {
    return Map.copyOf(properties);
  }

  private void add(EnumerablePropertySource<?> source) {
    boolean commandLine = source instanceof CommandLinePropertySource<?>;
    valuesOf(source)
        .forEach(
            (key, value) -> {
              if (!taken.add(key)) {
                return;
              }
              if (commandLine && key.startsWith(PREFIX)) {
                arguments.add("--" + key + "=" + value);
              } else {
                properties.put(key, value);
              }
            });
  }

  private Map<String, String> valuesOf(EnumerablePropertySource<?> source) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, SortedMap<Integer, String>> lists = new LinkedHashMap<>();
    for (String name : source.getPropertyNames()) {
      Matcher element = ELEMENT.matcher(name);
      Optional<String> value = value(source, name);
      if (name.startsWith(OWN_PREFIX) || value.isEmpty()) {
        continue;
      }
      if (!name.startsWith(PREFIX)) {
        values.put(name, value.get());
      } else if (element.matches()) {
        lists
            .computeIfAbsent(canonical(element.group(1)), key -> new TreeMap<>())
            .put(Integer.valueOf(element.group(2)), value.get());
      } else {
        values.put(canonical(name), value.get());
      }
    }
    lists.forEach((key, elements) -> values.put(key, String.join(",", elements.values())));
    return values;
  }

  private Optional<String> value(EnumerablePropertySource<?> source, String name) {
    Object value = source.getProperty(name);
    if (value == null) {
      return Optional.empty();
    }
    String text = StringUtils.arrayToCommaDelimitedString(ObjectUtils.toObjectArray(listed(value)));
    try {
      return Optional.of(environment.resolveRequiredPlaceholders(text));
    } catch (IllegalArgumentException e) {
      // a key of somebody else is that one's matter, and only if it is read
      if (name.startsWith(PREFIX)) {
        problems.add(
            name + ": " + text + " (expected: a value for every placeholder): " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static Object listed(Object value) {
    if (value instanceof Iterable<?> elements) {
      List<Object> list = new ArrayList<>();
      elements.forEach(list::add);
      return list.toArray();
    }
    return value.getClass().isArray() ? value : new Object[] {value};
  }

  /** {@code ejc.mesos.failover-timeout} is {@code ejc.mesos.failoverTimeout} to EJC. */
  private static String canonical(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-' && i + 1 < name.length()) {
        i++;
        key.append(Character.toUpperCase(name.charAt(i)));
      } else {
        key.append(c);
      }
    }
    // the one unit among the keys' names, as in ejc.executor.heapMB
    return key.toString().endsWith("Mb")
        ? key.substring(0, key.length() - 2) + "MB"
        : key.toString();
  }
}
