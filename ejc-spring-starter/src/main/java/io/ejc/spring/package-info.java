/**
 * Starts and stops EJC with a Spring Boot application. Sees nothing of EJC but its API.
 *
 * <p>Entry point: {@link io.ejc.spring.EjcAutoConfiguration}.
 */
@NullMarked
package io.ejc.spring;

import org.jspecify.annotations.NullMarked;
