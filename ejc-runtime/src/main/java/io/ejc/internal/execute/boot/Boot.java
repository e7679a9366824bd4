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
 *
 * <p>An object is one layer on its way. It is given up when its next MiB, or what is left of it,
 * does not come within the time that the host grants: what comes steadily is never cut off, however
 * large, and what trickles ends. One thread at a time.
 */
public final class Boot {

  private static final String MAIN = "io.ejc.internal.execute.ExecutorMain";
  private static final int NO_LAYER = 65;
  private static final int PATIENCE_MS = 10_000;
  private static final long PAUSE_MS = 100;
  private static final long PAUSE_MAX_MS = 5_000;

  /** Less than this in a time of patience is too little: another connection may bring more. */
  private static final long LEAST_BYTES = 64 * 1024;

  /** This much further than ever before, and there is time for as much again. */
  private static final long STEP_BYTES = 1024 * 1024;

  private static final int CHUNK = 64 * 1024;

  private final String sha256;
  private final long size;
  private final File part;
  private final long timeoutMs;
  private long furthest;
  private long end;

  /**
   * A layer of which there is time to get the first MiB from now on.
   *
   * @param sha256 its SHA-256, in hexadecimal
   * @param size how many bytes it has
   * @param part what there is of it; made if missing
   * @param timeoutMs how long its next MiB may take, whoever is asked, in milliseconds
   */
  public Boot(String sha256, long size, File part, long timeoutMs) {
    this.sha256 = sha256;
    this.size = size;
    this.part = part;
    this.timeoutMs = timeoutMs;
    this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
  }

  /**
   * Brings the layers, and is the executor from then on. Ends with status 65 when nobody gave one.
   *
   * @param args how many milliseconds the next MiB of a layer may take; for each layer {@code
   *     SHA256:SIZE}; the variable {@code EJC_LAYERS} holds the addresses, by space
   */
  public static void main(String[] args) throws Exception {
    String[] bases = String.valueOf(System.getenv("EJC_LAYERS")).split(" ", -1);
    URL[] layers = new URL[args.length - 1];
    for (int i = 1; i < args.length; i++) {
      int colon = args[i].indexOf(':');
      String sha256 = args[i].substring(0, colon);
      File file = new File("layers/".concat(sha256).concat(".jar"));
      File part = new File(file.getPath().concat(".part"));
      long size = Long.parseLong(args[i].substring(colon + 1));
      String problem =
          file.exists()
              ? ""
              : new Boot(sha256, size, part, Long.parseLong(args[0])).bring(bases, file);
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
  private String bring(String[] bases, File file) throws InterruptedException {
    String problem = "nobody has it";
    long pause = PAUSE_MS;
    while (leftNanos() > 0) {
      long before = part.length();
      for (String base : bases) {
        try {
          append(base, "", PATIENCE_MS);
          if (sha256(part).equals(sha256) && part.renameTo(file)) {
            return "";
          }
          problem = base.concat(" sent other bytes");
          boolean unused = part.delete();
        } catch (IOException | RuntimeException e) {
          problem = base.concat(" ").concat(e.toString());
        }
      }
      boolean unused =
          new CountDownLatch(1)
              .await(
                  Math.min(leftNanos(), TimeUnit.MILLISECONDS.toNanos(pause)),
                  TimeUnit.NANOSECONDS);
      pause = part.length() > before ? PAUSE_MS : Math.min(2 * pause, PAUSE_MAX_MS);
    }
    return problem;
  }

  /** How much time there is for the next MiB; nothing or less when the layer is given up. */
  public long leftNanos() {
    return end - System.nanoTime();
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
   * Appends what is missing.
   *
   * @param base an address: the layer's is this, its SHA-256 and {@code .jar}; {@code
   *     http://host:port/...} or {@code file:///...}
   * @param shown what the host is shown as {@code Authorization}; empty for nothing
   * @param patienceMs how long the address may send nothing, or too little, and how long the head
   *     of its answer may take
   * @throws IOException in words that follow the address; what came until then is kept
   */
  public void append(String base, String shown, int patienceMs) throws IOException {
    URI address = URI.create(base.concat(sha256).concat(".jar"));
    if ("file".equals(address.getScheme())) {
      try (InputStream in = new FileInputStream(new File(address))) {
        copy(in, 0, 0);
      }
      return;
    }
    long have = part.length();
    int patience = (int) Math.min(patienceMs, timeoutMs);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(patience);
      int port = address.getPort() < 0 ? 80 : address.getPort();
      socket.connect(new InetSocketAddress(address.getHost(), port), patience);
      OutputStream out = socket.getOutputStream();
      out.write(request(address, shown, have).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = new BufferedInputStream(socket.getInputStream(), CHUNK);
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
      int status = status(text(in, CHUNK, until), have);
      if (status == 200 || status == 206) {
        copy(in, status == 200 ? 0 : have, patience);
      } else {
        String words = text(in, 200, until).strip();
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

  /** Reads as far as an empty line, so many characters, the end, or for so long. */
  private static String text(InputStream in, int most, long until) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < most
        && text.indexOf("\r\n\r\n", text.length() - 4) < 0
        && System.nanoTime() - until < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** The status of an answer's head; a part that is not the one asked for is no answer. */
  private static int status(String head, long have) throws IOException {
    String text = head.toLowerCase(java.util.Locale.ROOT);
    if (!text.matches("(?s)http/1\\.\\d \\d\\d\\d.*\r\n\r\n")) {
      throw new IOException("sent no HTTP answer");
    }
    int status = Integer.parseInt(text.substring(9, 12));
    String goesOn = "content-range: bytes ".concat(Long.toString(have)).concat("-");
    if (status == 206 && !text.contains(goesOn)) {
      throw new IOException("sent another part than the one asked for");
    }
    return status;
  }

  /**
   * Writes what an address sends, until the layer is complete.
   *
   * @param in the layer, from the byte at {@code have} on
   * @param have how many bytes of the part stay as they are
   * @param patienceMs in how much time more than a trickle must come; 0 for any
   * @throws IOException in words that follow the address, when it breaks off or is too slow
   */
  public void copy(InputStream in, long have, long patienceMs) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long got = have;
    long before = have;
    long since = System.nanoTime();
    try (OutputStream out = new FileOutputStream(part, have > 0)) {
      while (got < size) {
        int read = in.read(chunk, 0, (int) Math.min(CHUNK, size - got));
        long waited = System.nanoTime() - since;
        boolean over = patienceMs > 0 && waited > TimeUnit.MILLISECONDS.toNanos(patienceMs);
        if (read > 0) {
          out.write(chunk, 0, read);
          got += read;
        }
        if (got - furthest >= STEP_BYTES) {
          furthest = got;
          end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        }
        boolean slow = leftNanos() < 0 || (over && got - before < LEAST_BYTES);
        if (read < 0 || (slow && got < size)) {
          String bytes = Long.toString(got).concat(" of ").concat(Long.toString(size));
          throw new IOException(
              (read < 0 ? "broke off after " : "is too slow: ").concat(bytes).concat(" bytes"));
        }
        if (over) {
          since += waited;
          before = got;
        }
      }
    }
  }
}
