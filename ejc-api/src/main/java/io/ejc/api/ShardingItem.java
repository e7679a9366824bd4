package io.ejc.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter of an {@link ElasticJob} method the item that runs, {@link
 * ShardingContext#getShardingItem()}. The parameter is an {@code int} or an {@code Integer}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ShardingItem {}
