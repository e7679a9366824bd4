/** A small Spring Boot application. */
package io.ejc.spring.shop;
