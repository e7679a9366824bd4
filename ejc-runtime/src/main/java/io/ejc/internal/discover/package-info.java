/**
 * Scans the class path and turns {@code @ElasticJob} classes and methods into job definitions plus
 * a list of all problems, and writes the classes that call those methods. No job class is loaded.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.discover;

import org.jspecify.annotations.NullMarked;
