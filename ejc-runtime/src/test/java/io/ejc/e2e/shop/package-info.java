/** A scratch application as a user would write it: copied away, and started as a host. */
@NullMarked
package io.ejc.e2e.shop;

import org.jspecify.annotations.NullMarked;
