package io.ejc.api;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Fences in a table of the database that an item writes to, one row each:
 *
 * <pre>{@code
 * CREATE TABLE ejc_fence (name VARCHAR(255) PRIMARY KEY, token BIGINT NOT NULL)
 * }</pre>
 *
 * Raise the fence as the first statement of each transaction. Its row is then locked until the
 * commit: a later attempt waits for it, and an earlier one finds a higher token and is refused with
 * all that it wanted to write. Needs plain SQL and savepoints; tested with H2. Immutable; safe for
 * use by many threads.
 */
public final class FenceTable {

  private static final String NAME_RULE = "[A-Za-z_][A-Za-z0-9_$.]*";

  private final String table;

  /**
   * Uses a table.
   *
   * @param table its name, with its schema where needed; rule: {@code [A-Za-z_][A-Za-z0-9_$.]*}
   */
  public FenceTable(String table) {
    requireNonNull(table, "table");
    if (!table.matches(NAME_RULE)) {
      throw new IllegalArgumentException("table: " + table + " (expected: " + NAME_RULE + ")");
    }
    this.table = table;
  }

  /**
   * Keeps the attempt's token if none higher is there, within the connection's transaction.
   *
   * @param connection one that does not commit by itself
   * @param fence the attempt's
   * @throws FencedOffException when a later attempt was there: roll back and let the item end
   * @throws SQLException when the database says so
   */
  public void raise(Connection connection, Fence fence) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalArgumentException(
          "autoCommit: true (expected: false); a fence protects what is written in its own"
              + " transaction");
    }
    if (!update(connection, fence) && !insert(connection, fence) && !update(connection, fence)) {
      long highest = highest(connection, fence);
      // drivers that count changed rows, not found ones, count none when the token is the same
      if (highest != fence.token()) {
        throw new FencedOffException(fence, highest);
      }
    }
  }

  private boolean update(Connection connection, Fence fence) throws SQLException {
    String sql = "UPDATE " + table + " SET token = ? WHERE name = ? AND token <= ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, fence.token());
      statement.setString(2, fence.name());
      statement.setLong(3, fence.token());
      return statement.executeUpdate() > 0;
    }
  }

  /** False when the row is there, perhaps since a moment ago. */
  private boolean insert(Connection connection, Fence fence) throws SQLException {
    // some databases end a transaction with the first statement that fails in it
    Savepoint before = connection.setSavepoint();
    String sql = "INSERT INTO " + table + " (name, token) VALUES (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, fence.name());
      statement.setLong(2, fence.token());
      return statement.executeUpdate() > 0;
    } catch (SQLException e) {
      boolean exists = e.getSQLState() != null && e.getSQLState().startsWith("23");
      if (!exists) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
  }

  private long highest(Connection connection, Fence fence) throws SQLException {
    String sql = "SELECT token FROM " + table + " WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, fence.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : Long.MAX_VALUE;
      }
    }
  }
}
