package io.ejc.internal.wire;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How the other end of a TLS connection is known, and how we make ourselves known to it: PEM files.
 *
 * @param keys how the configuration keys of these files begin, such as {@code ejc.mesos.tls}; for
 *     messages
 * @param ca certificates of the authorities to trust, and no others; empty for those of the JVM
 * @param certificate our certificate, with those between it and the authority after it
 * @param key its private key, PKCS #8 without a password; present when the certificate is
 * @param verifyHostname whether the other's certificate must name the host that we connect to
 */
public record TlsFiles(
    String keys,
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key,
    boolean verifyHostname) {

  private static final char[] NO_PASSWORD = {};

  /** A certificate and its key go together. */
  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      String there = certificate.isPresent() ? ".certificate" : ".key";
      String missing = certificate.isPresent() ? ".key" : ".certificate";
      throw new IllegalArgumentException(
          keys + missing + ": not set (expected: a PEM file, because " + keys + there + " is set)");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when one of them cannot be used; a sentence for the user
   */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new TrustManager[] {trust()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(keys + ": TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private X509TrustManager trust() throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(ca.isPresent() ? authorities(ca.get()) : null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return verifyHostname ? x509 : new AnyHost(x509);
      }
    }
    throw new CertificateException("this JVM verifies no X.509 certificates");
  }

  private KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(".ca", file)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return null;
    }
    Certificate[] chain =
        certificates(".certificate", certificate.get()).toArray(Certificate[]::new);
    PrivateKey secret = privateKey(key.get());
    KeyStore store = emptyStore();
    store.setKeyEntry("own", secret, NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private List<Certificate> certificates(String key, Path file) {
    try {
      return Pem.certificates(read(key, file));
    } catch (GeneralSecurityException e) {
      throw unusable(key, file, "certificates in PEM", e);
    }
  }

  private PrivateKey privateKey(Path file) {
    try {
      return Pem.privateKey(read(".key", file));
    } catch (GeneralSecurityException e) {
      throw unusable(".key", file, "a private key in PEM, PKCS #8, without a password", e);
    }
  }

  private String read(String key, Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          keys + key + ": " + file + " (expected: a file that this process may read)", e);
    }
  }

  private IllegalArgumentException unusable(
      String key, Path file, String rule, GeneralSecurityException e) {
    return new IllegalArgumentException(
        keys + key + ": " + file + " (expected: " + rule + "); " + e.getMessage(), e);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /**
   * Trusts whom the other trusts, whatever host the certificate is for. The methods that know the
   * connection are those that would compare the name.
   */
  private static final class AnyHost extends X509ExtendedTrustManager {
    private final X509TrustManager trusted;

    AnyHost(X509TrustManager trusted) {
      this.trusted = trusted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trusted.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trusted.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trusted.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trusted.getAcceptedIssuers();
    }
  }
}
