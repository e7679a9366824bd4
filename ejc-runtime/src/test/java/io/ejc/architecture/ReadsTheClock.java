package io.ejc.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** A class that asks the system what time it is, also for differences of time. */
final class ReadsTheClock extends ArchCondition<JavaClass> {
  private static final Set<String> SYSTEM = Set.of("currentTimeMillis", "nanoTime");

  private ReadsTheClock() {
    super("read the clock");
  }

  static ArchCondition<JavaClass> anywhere() {
    return new ReadsTheClock();
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    for (JavaAccess<?> access : type.getAccessesFromSelf()) {
      String owner = access.getTargetOwner().getName();
      String name = access.getName();
      boolean now = owner.startsWith("java.time.") && name.equals("now");
      boolean system = owner.equals("java.lang.System") && SYSTEM.contains(name);
      if (now || system) {
        events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
      }
    }
  }
}
