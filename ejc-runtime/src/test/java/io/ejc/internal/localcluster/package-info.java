/** Tests of the local cluster: real sessions over HTTP, held against recordings of a real Mesos. */
@NullMarked
package io.ejc.internal.localcluster;

import org.jspecify.annotations.NullMarked;
