package io.ejc.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter of an {@link ElasticJob} method the item's own parameter, {@link
 * ShardingContext#getShardingParameter()}, converted to the parameter's type. The types and the
 * rules are those of {@link JobParameter}; an item without a parameter gives null.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ShardingParameter {}
