package io.ejc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority and what it has signed, made for one test with the JDK's keytool: {@code server} is
 * for 127.0.0.1 and localhost (EC), {@code elsewhere} for another host, {@code client} is a
 * client's (RSA). Every certificate and key is also a PEM file.
 */
public final class TestCertificates {

  private static final String PASSWORD = "changeit";
  private static final String NAMES = "san=ip:127.0.0.1,dns:localhost";

  private final Path directory;
  private final Path store;
  private final KeyStore keys;

  private TestCertificates(Path directory) throws GeneralSecurityException {
    this.directory = directory;
    this.store = directory.resolve("keys.p12");
    this.keys = KeyStore.getInstance("PKCS12");
  }

  /** Makes them in a directory. */
  public static TestCertificates in(Path directory) {
    try {
      TestCertificates made = new TestCertificates(directory);
      made.pair("ca", "EC", "-ext", "bc:c");
      made.pair("server", "EC", "-signer", "ca", "-ext", NAMES);
      made.pair("elsewhere", "EC", "-signer", "ca", "-ext", "san=dns:elsewhere.invalid");
      made.pair("client", "RSA", "-signer", "ca");
      made.export();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificates of a name, its own first. */
  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  /** The private key of a name, PKCS #8. */
  public Path key(String name) {
    return directory.resolve(name + ".key.pem");
  }

  /** What a server shows itself with; it trusts clients of the authority. */
  public SSLContext server(String name) {
    try {
      KeyStore own = empty();
      own.setKeyEntry(
          name,
          keys.getKey(name, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          keys.getCertificateChain(name));
      KeyManagerFactory identity =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      identity.init(own, PASSWORD.toCharArray());
      KeyStore authorities = empty();
      authorities.setCertificateEntry("ca", keys.getCertificate("ca"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void pair(String name, String algorithm, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(Arrays.asList(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  private void export() throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    for (String name : List.of("ca", "server", "elsewhere", "client")) {
      StringBuilder chain = new StringBuilder("what an authority likes to write above\n");
      for (Certificate certificate : keys.getCertificateChain(name)) {
        chain.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      Files.writeString(certificate(name), chain);
      PrivateKey key = (PrivateKey) keys.getKey(name, PASSWORD.toCharArray());
      Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
    }
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
