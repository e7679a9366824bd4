/**
 * A shop whose nightly chores are jobs, run every few seconds here so that there is something to
 * see.
 */
@NullMarked
package com.example.jobs;

import org.jspecify.annotations.NullMarked;
