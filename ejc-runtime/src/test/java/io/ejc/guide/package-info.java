/** The examples that the guide's pages show. They are run by end-to-end tests. */
@NullMarked
package io.ejc.guide;

import org.jspecify.annotations.NullMarked;
