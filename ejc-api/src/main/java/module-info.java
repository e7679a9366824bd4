/**
 * What a job author writes and calls. Needs nothing but {@code java.base}; {@code java.sql} only
 * where {@link io.ejc.api.FenceTable} is used, {@code java.net.http} only for {@link
 * io.ejc.api.HttpJob}.
 */
@org.jspecify.annotations.NullMarked
module io.ejc.api {
  requires static org.jspecify;
  requires static transitive java.net.http;
  requires static transitive java.sql;

  exports io.ejc.api;
  exports io.ejc.api.spi;

  uses io.ejc.api.spi.EjcProvider;
}
