package io.ejc.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter of an {@link ElasticJob} method the job's parameter, {@link
 * ShardingContext#getJobParameter()}, converted to the parameter's type: {@code String} (as it is),
 * {@code int}, {@code long}, {@code double}, {@code boolean} and their boxes, {@code BigDecimal},
 * {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime} and {@code Instant} in ISO-8601,
 * {@code Duration} as in the attributes of {@link ElasticJob}, or an enum by the name of a
 * constant. Spaces around the text do not matter.
 *
 * <p>A text that is blank gives null, so that a job may do without; for {@code int} and other
 * primitives, which have no null, it is as wrong as any other text that is no number. A wrong text
 * stops the start where it stands in an attribute; in a run it fails the item with a {@link
 * ParameterException}, and there is no retry.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface JobParameter {}
