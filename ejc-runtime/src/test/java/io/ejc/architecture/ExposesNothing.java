package io.ejc.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** What a user can see of a class mentions no type of certain packages. */
final class ExposesNothing extends ArchCondition<JavaClass> {
  private final String packages;

  private ExposesNothing(String packages) {
    super("expose nothing of " + packages);
    this.packages = packages;
  }

  static ArchCondition<JavaClass> of(String packages) {
    return new ExposesNothing(packages);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!isOpen(type)) {
      return;
    }
    List<JavaType> parents = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(parents::add);
    look(type, type.getName(), parents, events);
    for (JavaField field : type.getFields()) {
      if (isSeen(field)) {
        look(type, field.getFullName(), List.of(field.getType()), events);
      }
    }
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (isSeen(unit)) {
        List<JavaType> types = new ArrayList<>(unit.getParameterTypes());
        types.add(unit.getReturnType());
        types.addAll(unit.getExceptionTypes());
        look(type, unit.getFullName(), types, events);
      }
    }
  }

  private void look(JavaClass type, String where, List<JavaType> types, ConditionEvents events) {
    for (JavaType mentioned : types) {
      for (JavaClass raw : mentioned.getAllInvolvedRawTypes()) {
        if (raw.getBaseComponentType().getPackageName().startsWith(packages)) {
          events.add(SimpleConditionEvent.violated(type, where + " shows " + raw.getName()));
        }
      }
    }
  }

  /** Public all the way out: a public class inside of one that is not is not seen. */
  private static boolean isOpen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ExposesNothing::isOpen).orElse(true);
  }

  private static boolean isSeen(JavaMember member) {
    return !member.getModifiers().contains(JavaModifier.SYNTHETIC)
        && (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED));
  }
}
