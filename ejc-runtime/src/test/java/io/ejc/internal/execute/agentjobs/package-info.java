/** Jobs that tests pack into a jar for an executor process. */
@NullMarked
package io.ejc.internal.execute.agentjobs;

import org.jspecify.annotations.NullMarked;
