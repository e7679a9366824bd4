/**
 * The fences of the API against a real database and a real ZooKeeper; the guide shows this code.
 */
@NullMarked
package io.ejc.fencing;

import org.jspecify.annotations.NullMarked;
