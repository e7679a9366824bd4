package io.ejc.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A package of ours, and what it may use besides itself, the JDK and the null annotations. */
record Room(String name, List<String> uses) {
  private static final String OURS = "io.ejc.internal.";

  /** Libraries, by the word that the table of rooms uses for them. */
  static final String SLF4J = "org.slf4j..";

  static final String CRON_UTILS = "com.cronutils..";
  static final String CLASSGRAPH = "io.github.classgraph..";
  static final String BYTE_BUDDY = "net.bytebuddy..";
  static final String JACKSON = "com.fasterxml.jackson..";
  static final String MESOS = "org.apache.mesos..";
  static final String CURATOR = "org.apache.curator..";
  static final String ZOOKEEPER = "org.apache.zookeeper..";
  static final String TLS = "javax.net.ssl..";
  static final String CONFIG = "com.typesafe.config..";
  static final String API = "io.ejc.api..";

  /** An internal room: names without a dot are other internal rooms. */
  static Room of(String name, String... uses) {
    return new Room(OURS + name, Arrays.stream(uses).map(Room::packages).toList());
  }

  /** A room outside of the internal ones, by its whole package name. */
  static Room named(String name, String... uses) {
    return new Room(name, Arrays.stream(uses).map(Room::packages).toList());
  }

  String[] mayUse() {
    List<String> all = new ArrayList<>(uses);
    all.add(name);
    all.add("java..");
    all.add("org.jspecify.annotations");
    return all.toArray(String[]::new);
  }

  private static String packages(String use) {
    return use.contains(".") ? use : OURS + use;
  }

  @Override
  public String toString() {
    return name;
  }
}
