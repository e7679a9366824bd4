package io.ejc.internal.localcluster;

import java.util.Map;

/**
 * What {@code /version} answers: the Mesos whose behaviour is reproduced, marked as not that one.
 */
final class VersionJson {

  static final String VERSION = "1.12.0";

  static final Map<String, Object> VALUE =
      Json.object("build_user", "ejc-local-cluster", "version", VERSION);

  private VersionJson() {}
}
