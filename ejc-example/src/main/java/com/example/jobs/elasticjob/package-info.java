/**
 * Jobs in the shape of ElasticJob's own examples: only their imports and their annotation are
 * EJC's.
 */
@NullMarked
package com.example.jobs.elasticjob;

import org.jspecify.annotations.NullMarked;
