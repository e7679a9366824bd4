package io.ejc.internal.localcluster;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, Long, Double and Boolean, written without white space as Mesos
 * does. Errors of the parser are Mesos' own: {@code syntax error at line 1 near: ...}.
 */
final class Json {

  /** The JSON null; maps and lists hold it in place of a Java null. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int DEEPEST = 200;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /** Not JSON. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message, null, false, false);
    }

    String text() {
      String message = getMessage();
      return message == null ? "" : message;
    }
  }

  static Object parse(String text) throws Invalid {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at < text.length()) {
      throw json.error();
    }
    return value;
  }

  /** An object with these members in order: name, value, name, value, ... */
  static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put(String.valueOf(members[i]), members[i + 1]);
    }
    return object;
  }

  static String print(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  private static void print(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> object) {
      char before = '{';
      for (Map.Entry<?, ?> member : object.entrySet()) {
        out.append(before);
        string(String.valueOf(member.getKey()), out);
        out.append(':');
        print(member.getValue(), out);
        before = ',';
      }
      out.append(object.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      out.append('[');
      String before = "";
      for (Object element : list) {
        out.append(before);
        print(element, out);
        before = ",";
      }
      out.append(']');
    } else if (value instanceof Double number) {
      out.append(number(number));
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value == null || value == NULL) {
      out.append("null");
    } else {
      string(value.toString(), out);
    }
  }

  /** Plain digits with a point, as Mesos shows doubles; JSON has no infinities. */
  private static String number(double number) {
    if (!Double.isFinite(number)) {
      return "0.0";
    }
    String plain = new BigDecimal(Double.toString(number)).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 127) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private Object value() throws Invalid {
    space();
    if (++depth > DEEPEST) {
      throw error();
    }
    Object value =
        switch (peek()) {
          case '{' -> members();
          case '[' -> elements();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", NULL);
          default -> number();
        };
    depth--;
    return value;
  }

  private Map<String, Object> members() throws Invalid {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw error();
      }
      String name = string();
      space();
      expect(':');
      object.put(name, value());
      space();
      if (peek() == '}') {
        at++;
        return object;
      }
      expect(',');
    }
  }

  private List<Object> elements() throws Invalid {
    List<Object> list = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value());
      space();
      if (peek() == ']') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private String string() throws Invalid {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = (char) peek();
      if (peek() < ' ') {
        throw error();
      }
      at++;
      if (c == '\\') {
        out.append(escaped());
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }

  private char escaped() throws Invalid {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error();
    };
  }

  private char unicode() throws Invalid {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw error();
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object number() throws Invalid {
    int start = at;
    while ("+-.eE0123456789".indexOf(peek()) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      if (digits.matches("-?[0-9]{1,18}")) {
        return Long.parseLong(digits);
      }
      BigDecimal exact = new BigDecimal(digits);
      boolean whole = digits.matches("-?[0-9]+") && exact.toBigInteger().bitLength() < 65;
      return whole ? (Object) exact.toBigInteger() : (Object) exact.doubleValue();
    } catch (NumberFormatException e) {
      throw error();
    }
  }

  private Object word(String word, Object meaning) throws Invalid {
    if (!text.startsWith(word, at)) {
      throw error();
    }
    at += word.length();
    return meaning;
  }

  private void expect(char wanted) throws Invalid {
    if (peek() != wanted) {
      throw error();
    }
    at++;
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private Invalid error() {
    int line = 1 + (int) text.substring(0, Math.min(at, text.length())).lines().count();
    boolean inFirst = text.lastIndexOf('\n', at) < 0;
    int end = text.indexOf('\n', at);
    String near = at >= text.length() ? "" : text.substring(at, end < 0 ? text.length() : end);
    return new Invalid("syntax error at line " + (inFirst ? 1 : line) + " near: " + near);
  }
}
