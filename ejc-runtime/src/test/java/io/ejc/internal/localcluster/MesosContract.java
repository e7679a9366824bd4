package io.ejc.internal.localcluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What any Mesos must hold. Classes with this annotation (named {@code *ContractTest}) are one
 * suite that knows its cluster by URL alone, as the {@link ContractCluster} that JUnit hands to
 * their methods: the local one in every build, or the master that {@code
 * -Dejc.test.mesos.master=URL} names.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContractExtension.class)
@interface MesosContract {}
