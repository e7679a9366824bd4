package io.ejc.internal.discover;

import io.github.classgraph.AnnotationClassRef;
import io.github.classgraph.AnnotationEnumValue;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.AnnotationParameterValue;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The values of an annotation in byte code as plain ones: no class of the application is loaded.
 */
final class AnnotationValues {

  private AnnotationValues() {}

  /** All attributes, those that are not given with their defaults. */
  static Map<String, Object> all(AnnotationInfo annotation) {
    return plain(annotation, true);
  }

  /** The attributes that somebody has written. */
  static Map<String, Object> given(AnnotationInfo annotation) {
    return plain(annotation, false);
  }

  private static Map<String, Object> plain(AnnotationInfo annotation, boolean defaults) {
    Map<String, Object> values = new HashMap<>();
    for (AnnotationParameterValue value : annotation.getParameterValues(defaults)) {
      values.put(value.getName(), plain(value.getValue(), AnnotationValues::named));
    }
    return values;
  }

  private static Object named(Object value) {
    if (value instanceof AnnotationEnumValue choice) {
      return choice.getValueName();
    }
    return value instanceof AnnotationClassRef type ? type.getName() : value;
  }

  /** An array as a list of what its elements are, anything else as what it is. */
  static Object plain(Object value, UnaryOperator<Object> one) {
    if (!value.getClass().isArray()) {
      return one.apply(value);
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(plain(Array.get(value, i), one));
    }
    return elements;
  }
}
