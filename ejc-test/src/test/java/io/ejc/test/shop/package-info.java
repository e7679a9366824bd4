/** An application for tests on a local cluster. */
package io.ejc.test.shop;
