/** An application whose jobs tell where they run. */
@NullMarked
package io.ejc.e2e.image;

import org.jspecify.annotations.NullMarked;
