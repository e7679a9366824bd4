package io.ejc.spring;

import io.ejc.api.Ejc;
import io.ejc.api.spi.EjcProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts EJC when the application context is up and closes it before anything else of the context
 * is stopped. The running EJC is a bean of type {@link Ejc}.
 *
 * <p>{@code ejc.*} keys come from the application's environment, such as {@code application.yml}.
 * {@code ejc.spring.enabled=false} switches all of this off, and so does an {@link Ejc} bean of the
 * application's own. A bean of type {@link EjcProvider} is used in place of the runtime on the
 * class path.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = EnvironmentKeys.ENABLED, matchIfMissing = true)
@ConditionalOnMissingBean(Ejc.class)
public final class EjcAutoConfiguration {

  /** For the application context. */
  public EjcAutoConfiguration() {}

  @Bean
  EjcLifecycle ejcLifecycle(
      ConfigurableListableBeanFactory beans,
      ConfigurableEnvironment environment,
      ObjectProvider<EjcProvider> provider) {
    return new EjcLifecycle(
        () -> new BootApplication(beans, environment).toEjc(),
        () -> provider.getIfAvailable(EjcProvider::load));
  }

  /** Not closed as a bean: the lifecycle closes it, and earlier. */
  @Bean(destroyMethod = "")
  Ejc ejc(EjcLifecycle lifecycle) {
    return new ContextEjc(lifecycle);
  }
}
