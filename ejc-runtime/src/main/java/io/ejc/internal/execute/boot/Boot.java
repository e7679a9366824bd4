package io.ejc.internal.execute.boot;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The first program of an executor whose layers are not in the agent's cache: brings them and
 * becomes the executor. The class path of this JVM names them already; the JVM opens its entries
 * when it first needs them. Also how the executor itself gets layers from one address.
 *
 * <p>It is one class, with its texts put together by hand, because its bytes are in every start
 * command. HTTP is spoken by hand too, and 1.0, so that no answer comes in chunks: the JDK's own
 * clients look for plug-ins on the class path, where nothing has been fetched yet.
 */
public final class Boot {

  private static final String MAIN = "io.ejc.internal.execute.ExecutorMain";
  private static final int NO_LAYER = 65;
  private static final int PATIENCE_MS = 10_000;
  private static final long PAUSE_MAX_MS = 5_000;

  /** Less than this in a time of patience is too little where others can be asked. */
  private static final long LEAST_BYTES = 64 * 1024;

  private static final int CHUNK = 64 * 1024;

  private Boot() {}

  /**
   * Brings the layers, and is the executor from then on. Ends with status 65 when nobody gave one.
   *
   * @param args for how many milliseconds a layer is tried; for each layer {@code SHA256:SIZE}; the
   *     variable {@code EJC_LAYERS} holds the addresses, by space
   */
  public static void main(String[] args) throws Exception {
    String addresses = System.getenv("EJC_LAYERS");
    URL[] layers = new URL[args.length - 1];
    for (int i = 1; i < args.length; i++) {
      int colon = args[i].indexOf(':');
      String sha256 = args[i].substring(0, colon);
      File file = new File("layers/".concat(sha256).concat(".jar"));
      String problem =
          file.exists()
              ? ""
              : bring(
                  String.valueOf(addresses).split(" ", -1),
                  file,
                  sha256,
                  Long.parseLong(args[i].substring(colon + 1)),
                  Long.parseLong(args[0]));
      if (!problem.isEmpty()) {
        System.err.println(
            "EJC: layer ".concat(sha256).concat(" of the executor: ").concat(problem));
        System.exit(NO_LAYER);
      }
      layers[i - 1] = file.toURI().toURL();
    }
    executor(layers).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  /** Something, such as a Java agent, may have looked at the class path too early. */
  private static Class<?> executor(URL[] layers) throws ClassNotFoundException {
    try {
      return Class.forName(MAIN);
    } catch (ClassNotFoundException e) {
      return Class.forName(MAIN, true, new URLClassLoader(layers, Boot.class.getClassLoader()));
    }
  }

  /** Asks one address after another, again and again; the answer is empty, or what was wrong. */
  private static String bring(String[] bases, File file, String sha256, long size, long timeoutMs)
      throws InterruptedException {
    File part = new File(file.getPath().concat(".part"));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    String problem = "nobody has it";
    for (long pause = 100; System.nanoTime() - end < 0; pause = Math.min(2 * pause, PAUSE_MAX_MS)) {
      for (String base : bases) {
        try {
          append(base, "", sha256, size, part, PATIENCE_MS, bases.length > 1);
          if (sha256(part).equals(sha256) && part.renameTo(file)) {
            return "";
          }
          problem = base.concat(" sent other bytes");
          boolean unused = part.delete();
        } catch (IOException | RuntimeException e) {
          problem = base.concat(" ").concat(e.toString());
        }
      }
      boolean unused = new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
    }
    return problem;
  }

  /** The SHA-256 of a file, in hexadecimal. */
  public static String sha256(File file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Appends what is missing of a layer.
   *
   * @param base an address: a layer's is this, its SHA-256 and {@code .jar}; {@code
   *     http://host:port/...} or {@code file:///...}
   * @param shown what the host is shown as {@code Authorization}; empty for nothing
   * @param sha256 the layer
   * @param size how many bytes it has
   * @param part what there is of it; made if missing
   * @param patienceMs how long the address may send nothing, or too little
   * @param others whether others can be asked, so that a slow one is left
   * @throws IOException in words that follow the address; what came until then is kept
   */
  public static void append(
      String base,
      String shown,
      String sha256,
      long size,
      File part,
      int patienceMs,
      boolean others)
      throws IOException {
    URI address = URI.create(base.concat(sha256).concat(".jar"));
    if ("file".equals(address.getScheme())) {
      try (InputStream in = new FileInputStream(new File(address))) {
        copy(in, part, 0, size, 0);
      }
      return;
    }
    long have = part.length();
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(patienceMs);
      int port = address.getPort() < 0 ? 80 : address.getPort();
      socket.connect(new InetSocketAddress(address.getHost(), port), patienceMs);
      OutputStream out = socket.getOutputStream();
      out.write(request(address, shown, have).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = new BufferedInputStream(socket.getInputStream(), CHUNK);
      int status = status(in, have);
      if (status == 200 || status == 206) {
        copy(in, part, status == 200 ? 0 : have, size, others ? patienceMs : 0);
      } else {
        String words = new String(in.readNBytes(200), StandardCharsets.US_ASCII).strip();
        throw new IOException(
            "answered ".concat(Integer.toString(status)).concat(" ").concat(words));
      }
    }
  }

  private static String request(URI address, String shown, long have) {
    StringBuilder request = new StringBuilder("GET ");
    request.append(address.getRawPath()).append(" HTTP/1.0\r\nHost: ");
    request.append(address.getRawAuthority());
    if (!shown.isEmpty()) {
      request.append("\r\nAuthorization: ").append(shown);
    }
    if (have > 0) {
      request.append("\r\nRange: bytes=").append(have).append('-');
    }
    return request.append("\r\n\r\n").toString();
  }

  /** Reads an answer's head; a part that is not the one asked for is no answer. */
  private static int status(InputStream in, long have) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() > CHUNK) {
        throw new IOException("sent no HTTP answer");
      }
      head.append((char) next);
    }
    String text = head.toString().toLowerCase(java.util.Locale.ROOT);
    if (!text.matches("(?s)http/1\\.\\d \\d\\d\\d.*")) {
      throw new IOException("sent no HTTP answer");
    }
    int status = Integer.parseInt(text.substring(9, 12));
    String goesOn = "content-range: bytes ".concat(Long.toString(have)).concat("-");
    if (status == 206 && !text.contains(goesOn)) {
      throw new IOException("sent another part than the one asked for");
    }
    return status;
  }

  private static void copy(InputStream in, File part, long have, long size, long patienceMs)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long got = have;
    long before = have;
    long since = System.nanoTime();
    try (OutputStream out = new FileOutputStream(part, have > 0)) {
      while (got < size) {
        int read = in.read(chunk, 0, (int) Math.min(CHUNK, size - got));
        long waited = System.nanoTime() - since;
        boolean over = patienceMs > 0 && waited > TimeUnit.MILLISECONDS.toNanos(patienceMs);
        if (read < 0 || (over && got + read - before < LEAST_BYTES)) {
          String bytes = Long.toString(got).concat(" of ").concat(Long.toString(size));
          throw new IOException(
              (read < 0 ? "broke off after " : "is too slow: ").concat(bytes).concat(" bytes"));
        }
        out.write(chunk, 0, read);
        got += read;
        if (over) {
          since += waited;
          before = got;
        }
      }
    }
  }
}
