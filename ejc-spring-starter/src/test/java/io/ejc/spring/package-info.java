/** Starts real Spring Boot applications, with a recorded EJC or the real one. */
package io.ejc.spring;
