package io.ejc.test;

import io.ejc.api.Ejc;
import io.ejc.runtime.local.LocalCluster;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, and those of classes nested in it, one local cluster on free ports,
 * and an application on it:
 *
 * <pre>{@code
 * @LocalClusterTest(application = ShopJobs.class)
 * class ReindexSearchIT {
 *   @Test
 *   void the_index_is_built(Ejc ejc) throws Exception {
 *     RunView run = ejc.whenEnded(ejc.trigger("reindex-search").id()).get(1, TimeUnit.MINUTES);
 *     assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
 *   }
 * }
 * }</pre>
 *
 * <p>A parameter of type {@link LocalCluster} or {@link Ejc}, of a test or of a method before or
 * after tests, is given what it asks for. Each is started when the first parameter asks for it, and
 * closed after the last test of the class, also when tests or starts fail. The cluster's directory
 * is a temporary one and removed at the end. All jobs of the application fire as their crons say.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LocalClusterExtension.class)
public @interface LocalClusterTest {

  /** How many agents the cluster has; 1 to 30. */
  int agents() default 2;

  /** CPUs that each agent offers. */
  double cpus() default 4;

  /** Memory that each agent offers, in MiB. */
  int memoryMB() default 4096;

  /**
   * The class whose package holds the jobs, as for {@link Ejc#run}. Without one, which is the
   * default, no parameter can be an {@link Ejc}.
   */
  Class<?> application() default void.class;

  /**
   * Keys of the application and their values, {@code key=value} each, such as {@code
   * ejc.scan.packages=com.acme.jobs}. Keys of EJC win over every other source but those that the
   * cluster needs.
   */
  String[] properties() default {};
}
