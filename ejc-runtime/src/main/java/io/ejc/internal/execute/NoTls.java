package io.ejc.internal.execute;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * For a client that never speaks TLS. The JDK's client makes a whole TLS context for itself when it
 * is given none, with every authority that the JVM trusts: a good part of an executor's start.
 */
final class NoTls extends SSLContext {

  NoTls() {
    super(new Nothing(), new NoProvider(), "none");
  }

  /** One of the JVM's own would be looked for among all of them, which loads all of them. */
  private static final class NoProvider extends Provider {
    private static final long serialVersionUID = 1L;

    NoProvider() {
      super("none", "1", "no TLS");
    }
  }

  private static final class Nothing extends SSLContextSpi {

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] authorities, SecureRandom random)
        throws KeyManagementException {
      throw unused();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      throw unused();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw unused();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw unused();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw unused();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw unused();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw unused();
    }

    private static IllegalStateException unused() {
      return new IllegalStateException("TLS of an agent (expected: plain HTTP)");
    }
  }
}
