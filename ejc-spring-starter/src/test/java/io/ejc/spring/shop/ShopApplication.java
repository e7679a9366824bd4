package io.ejc.spring.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application as a user of the starter writes it. */
@SpringBootApplication
public class ShopApplication {}
