package io.ejc.internal.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what PEM files hold (RFC 7468): certificates, and one private key in PKCS #8. Text between
 * the blocks is skipped, as OpenSSL does.
 */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");
  private static final String CONVERT =
      "; convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem";

  private Pem() {}

  /** The certificates of a file, in their order; at least one. */
  static List<Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(bytes(block))));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("it holds no BEGIN CERTIFICATE");
    }
    return certificates;
  }

  /** The private key of a file. Its text is in no message. */
  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      switch (block.group(1)) {
        case "PRIVATE KEY":
          return pkcs8(bytes(block));
        case "ENCRYPTED PRIVATE KEY":
          throw new InvalidKeySpecException("the key is encrypted" + CONVERT);
        case "RSA PRIVATE KEY":
        case "EC PRIVATE KEY":
          throw new InvalidKeySpecException("the key is not in PKCS #8" + CONVERT);
        default:
          break;
      }
    }
    throw new InvalidKeySpecException("it holds no BEGIN PRIVATE KEY");
  }

  /** The encoding names its algorithm, but no class of the JDK reads it: one of them will fit. */
  private static PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
    InvalidKeySpecException none =
        new InvalidKeySpecException("its key is none of " + String.join(", ", ALGORITHMS));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        none.addSuppressed(e);
      }
    }
    throw none;
  }

  private static byte[] bytes(Matcher block) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("its BEGIN " + block.group(1) + " is not base64", e);
    }
  }
}
