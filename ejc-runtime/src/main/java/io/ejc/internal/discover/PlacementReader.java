package io.ejc.internal.discover;

import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobDefinition.Placement;
import io.ejc.internal.model.JobDefinition.Requirements;
import io.ejc.internal.model.JobDefinition.Strategy;
import io.ejc.internal.model.Resources;
import java.util.ArrayList;
import java.util.List;

/** Reads where a job's items may run. */
final class PlacementReader {

  private static final int PORTS_MAX = 100;
  private static final int CONSTRAINTS_MAX = 20;

  private final Attributes attributes;
  private final ScanSettings settings;

  PlacementReader(Attributes attributes, ScanSettings settings) {
    this.attributes = attributes;
    this.settings = settings;
  }

  Placement read(Requirements requirements) {
    return new Placement(
        constraints(),
        attributes.choice("placement", Strategy.class),
        attributes.text("role", "", this::role),
        attributes.number("ports", 0, PORTS_MAX, "0 to " + PORTS_MAX),
        cpuLimit(requirements),
        memoryLimit(requirements));
  }

  private List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    for (String text : attributes.texts("constraints")) {
      try {
        constraints.add(ConstraintText.parse(text));
      } catch (MalformedValue e) {
        attributes.problem("constraints", e);
      }
    }
    if (constraints.size() > CONSTRAINTS_MAX) {
      attributes.problem(
          "constraints",
          new MalformedValue(constraints.size() + " rules", "at most " + CONSTRAINTS_MAX));
    }
    return constraints;
  }

  private String role(String text) throws MalformedValue {
    String role = text.strip();
    if (role.isEmpty() || settings.roles().isEmpty() || settings.roles().contains(role)) {
      return role;
    }
    throw new MalformedValue(
        role,
        "one of ejc.mesos.role and ejc.mesos.roles, which are "
            + String.join(", ", settings.roles()),
        Nearest.to(role, settings.roles()).map(near -> "did you mean " + near + "?").orElse(""));
  }

  private long cpuLimit(Requirements requirements) {
    double limit = attributes.decimal("cpuLimit");
    long least = requirements.perItem().cpuMillis();
    if (limit == 0) {
      return 0;
    }
    if (!(limit <= 1_000_000 && Resources.cpuMillis(limit) >= least)) {
      attributes.problem(
          "cpuLimit",
          new MalformedValue(
              Double.toString(limit), "0, or cpuCount, which is " + least / 1000.0 + ", or more"));
      return 0;
    }
    return alone("cpuLimit", Double.toString(limit), requirements) ? Resources.cpuMillis(limit) : 0;
  }

  /** The memory of a PROCESS item holds its heap; the executor's own comes on top. */
  private long memoryLimit(Requirements requirements) {
    int limit = attributes.number("memoryLimitMB", 0, Integer.MAX_VALUE, "0 or more");
    long least = requirements.perItem().memMb();
    if (limit == 0) {
      return 0;
    }
    if (limit < least) {
      attributes.problem(
          "memoryLimitMB",
          new MalformedValue(
              Integer.toString(limit), "0, or memoryMB, which is " + least + ", or more"));
      return 0;
    }
    return alone("memoryLimitMB", Integer.toString(limit), requirements) ? limit : 0;
  }

  private boolean alone(String attribute, String value, Requirements requirements) {
    boolean alone = requirements.isolation() == Isolation.PROCESS;
    if (!alone) {
      attributes.problem(
          attribute,
          new MalformedValue(
              value,
              "0, because items with isolation = "
                  + JobDefinition.Isolation.SHARED
                  + " share one limit; use isolation = PROCESS"));
    }
    return alone;
  }
}
