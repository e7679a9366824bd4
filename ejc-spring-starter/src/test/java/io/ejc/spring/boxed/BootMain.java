package io.ejc.spring.boxed;

import io.ejc.api.Ejc;
import io.ejc.api.RunListener;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** With Spring Boot. */
@SpringBootApplication
public class BootMain {

  public static void main(String[] args) throws Exception {
    try (ConfigurableApplicationContext context = SpringApplication.run(BootMain.class, args)) {
      Script.run(context.getBean(Ejc.class));
    }
    System.out.println("ended");
  }

  @Bean
  RunListener listener() {
    return new RunListener() {};
  }
}
