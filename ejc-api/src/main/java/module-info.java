/** What a job author writes and calls. Needs nothing but {@code java.base}. */
@org.jspecify.annotations.NullMarked
module io.ejc.api {
  requires static org.jspecify;

  exports io.ejc.api;
  exports io.ejc.api.spi;

  uses io.ejc.api.spi.EjcProvider;
}
