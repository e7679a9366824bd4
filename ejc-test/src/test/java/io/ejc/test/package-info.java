/** The kit for authors of jobs, tried on jobs of its own. */
package io.ejc.test;
