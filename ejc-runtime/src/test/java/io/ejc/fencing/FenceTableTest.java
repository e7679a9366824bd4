package io.ejc.fencing;

import static io.ejc.fencing.Attempt.fence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.api.FenceTable;
import io.ejc.api.FencedOffException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class FenceTableTest {

  private static final FenceTable FENCES = new FenceTable("ejc_fence");

  private final JdbcDataSource database = new JdbcDataSource();
  private Connection keeper;

  @BeforeEach
  void create(TestInfo test) throws SQLException {
    database.setURL(
        "jdbc:h2:mem:" + test.getDisplayName().replaceAll("\\W", "") + ";LOCK_TIMEOUT=30000");
    keeper = database.getConnection();
    try (Statement statement = keeper.createStatement()) {
      statement.execute(
          "CREATE TABLE ejc_fence (name VARCHAR(255) PRIMARY KEY, token BIGINT NOT NULL)");
      statement.execute("CREATE TABLE balance (amount BIGINT NOT NULL)");
      statement.execute("INSERT INTO balance VALUES (0)");
    }
  }

  @AfterEach
  void drop() throws SQLException {
    keeper.close();
  }

  private Connection begin() throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void pay(Connection connection, long amount) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE balance SET amount = amount + " + amount)).isOne();
    }
  }

  private void pays(long token, long amount) throws SQLException {
    try (Connection connection = begin()) {
      FENCES.raise(connection, fence(token));
      pay(connection, amount);
      connection.commit();
    }
  }

  private long balance() throws SQLException {
    try (Statement statement = keeper.createStatement();
        ResultSet row = statement.executeQuery("SELECT amount FROM balance")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  @Test
  void an_attempt_pays_as_often_as_it_likes_until_a_later_one_has_begun() throws SQLException {
    pays(5, 1);
    pays(5, 10);
    pays(7, 100);

    assertThatThrownBy(() -> pays(5, 1_000))
        .isInstanceOf(FencedOffException.class)
        .hasMessage("token: 5 of fence settle.2 (expected: at least 7, which a later attempt has)");
    assertThat(balance()).isEqualTo(111);
  }

  @Test
  void the_first_two_at_once_are_settled_by_their_tokens() throws Exception {
    Connection first = begin();
    FENCES.raise(first, fence(7));
    pay(first, 1);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try {
                pays(5, 1_000);
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    first.commit();
    first.close();

    await().until(second::isDone);
    assertThatThrownBy(second::join).hasCauseInstanceOf(FencedOffException.class);
    assertThat(balance()).isOne();
  }

  @Test
  void what_is_rolled_back_raises_nothing() throws SQLException {
    try (Connection connection = begin()) {
      FENCES.raise(connection, fence(7));
      connection.rollback();
    }

    pays(5, 1);
    assertThat(balance()).isOne();
  }

  @Test
  void a_connection_that_commits_by_itself_is_refused() {
    assertThatThrownBy(() -> FENCES.raise(keeper, fence(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("autoCommit: true (expected: false)");
  }

  @Test
  void a_table_that_is_not_there_is_the_databases_word() throws SQLException {
    try (Connection connection = begin()) {
      assertThatThrownBy(() -> new FenceTable("missing").raise(connection, fence(5)))
          .isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> new FenceTable("t; DROP TABLE balance"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
