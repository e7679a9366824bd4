package io.ejc.spring.shop;

import io.ejc.api.RunListener;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application with a job, and somebody who is told of its runs. */
@SpringBootApplication
public class ShopApplication {

  @Bean
  RunListener listener() {
    return new RunListener() {};
  }
}
