/** Applications as users build and start them. */
package io.ejc.spring.shapes;
