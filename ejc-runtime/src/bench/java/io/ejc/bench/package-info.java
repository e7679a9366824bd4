/** Programs that measure. They print what they measured and judge nothing. */
@NullMarked
package io.ejc.bench;

import org.jspecify.annotations.NullMarked;
