/** A small application that is started in every shape there is. */
package io.ejc.spring.boxed;
