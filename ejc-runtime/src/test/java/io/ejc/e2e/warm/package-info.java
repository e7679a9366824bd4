/** An application whose job fires often and says where it ran. */
@NullMarked
package io.ejc.e2e.warm;

import org.jspecify.annotations.NullMarked;
