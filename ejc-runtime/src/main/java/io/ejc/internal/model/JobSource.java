package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an annotation says of its job, attribute by attribute.
 *
 * @param name the job
 * @param attributes what it gives, placeholders resolved: attribute to text
 * @param configured those attributes whose texts come from the configuration
 * @param parameters where a method is the job, those of its parameters that are made of texts
 */
public record JobSource(
    JobName name,
    SortedMap<String, String> attributes,
    List<String> configured,
    List<TextParameter> parameters) {

  /** Copies the collections. */
  public JobSource {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    configured = List.copyOf(configured);
    parameters = List.copyOf(parameters);
  }
}
