package io.ejc.spring;

import io.ejc.api.EjcStartException;
import io.ejc.api.RunListener;
import io.ejc.api.spi.EjcApplication;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** What a Spring Boot application asks of EJC: its class, its packages, its name, its keys. */
final class BootApplication {

  private static final String NAME = "ejc.name";
  private static final String SCAN_PACKAGES = "ejc.scan.packages";
  private static final String SPRING_NAME = "spring.application.name";

  private final ConfigurableListableBeanFactory beans;
  private final ConfigurableEnvironment environment;

  BootApplication(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment) {
    this.beans = beans;
    this.environment = environment;
  }

  EjcApplication toEjc() {
    EnvironmentKeys keys = EnvironmentKeys.of(environment);
    EjcApplication.Builder application =
        new EjcApplication.Builder(applicationClass()).args(keys.arguments());
    String name = environment.getProperty(SPRING_NAME);
    if (StringUtils.hasText(name)) {
      application.property(NAME, name);
    }
    if (AutoConfigurationPackages.has(beans)) {
      application.property(SCAN_PACKAGES, String.join(",", AutoConfigurationPackages.get(beans)));
    }
    keys.properties().forEach(application::property);
    beans.getBeanProvider(RunListener.class).orderedStream().forEach(application::runListener);
    return application.build();
  }

  /** The first in the order of registration, which begins with the sources of the application. */
  private Class<?> applicationClass() {
    return Arrays.stream(beans.getBeanNamesForAnnotation(EnableAutoConfiguration.class))
        .map(beans::getType)
        .filter(Objects::nonNull)
        .<Class<?>>map(ClassUtils::getUserClass)
        .findFirst()
        .orElseThrow(
            () ->
                new EjcStartException(
                    List.of(
                        "application class: none (expected: a class annotated with"
                            + " @SpringBootApplication or @EnableAutoConfiguration among the"
                            + " beans); start the application from such a class, or switch the"
                            + " starter off with "
                            + EnvironmentKeys.ENABLED
                            + "=false")));
  }
}
