package io.ejc.internal.trigger;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws cron expressions: mostly what people write, and now and then what only a syntax allows. */
final class RandomCron {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final Random random;

  RandomCron(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** Six or seven parts. */
  String next() {
    boolean byDayOfMonth = random.nextBoolean();
    return numbers(0, 59)
        + " "
        + numbers(0, 59)
        + " "
        + numbers(0, 23)
        + " "
        + (byDayOfMonth ? dayOfMonth() : "?")
        + " "
        + month()
        + " "
        + (byDayOfMonth ? "?" : dayOfWeek())
        + year();
  }

  /** Due on every day, or on some weekdays, seldom enough to list a few days of it. */
  String nextOfEveryDay() {
    String times = pick("0", "30", "59") + " " + numbers(0, 59) + " " + numbers(0, 23);
    return times + pick(" * * ?", " * * ?", " ? * SUN", " ? * SAT-SUN", " ? * MON-FRI");
  }

  private String numbers(int min, int max) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> "*";
      case 2, 3 -> number(min, max);
      case 4 -> number(min, max) + "/" + step(max);
      case 5 -> "*/" + number(1, max);
      case 6 -> number(min, max) + "-" + number(min, max);
      case 7 -> number(min, max) + "-" + number(min, max) + "/" + number(1, max);
      case 8 -> number(min, max) + "," + number(min, max);
      case 9 -> number(min, max) + "," + number(min, max) + "-" + number(min, max);
      case 10 -> number(min, max) + "/" + number(1, max) + "," + number(min, max);
      default -> number(min, max) + "," + number(min, max) + "," + number(min, max);
    };
  }

  private String dayOfMonth() {
    return switch (random.nextInt(24)) {
      case 0, 1 -> "L";
      case 2, 3 -> "LW";
      case 4, 5 -> number(1, 31) + "W";
      case 6, 7 -> "L-" + number(1, 30);
      case 8 -> pick("L,", "LW,") + number(1, 31);
      case 9 -> number(1, 28) + "W," + number(1, 28);
      case 10 -> number(0, 31) + "W";
      case 11 -> "L-" + number(1, 27) + "W";
      case 12, 13 -> "31";
      default -> numbers(1, 31);
    };
  }

  private String dayOfWeek() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> number(1, 7) + "L";
      case 2, 3 -> number(1, 7) + "#" + number(1, 5);
      case 4 -> weekday() + "-" + weekday();
      case 5 -> weekday() + "#" + number(1, 5);
      case 6 -> "L";
      case 7 -> weekday() + "L";
      case 8 -> number(1, 7) + "L," + number(1, 7);
      case 9 -> number(1, 7) + "," + number(1, 7) + "#" + number(1, 5);
      case 10 -> number(1, 7) + "#" + number(1, 5) + "," + number(1, 7) + "#" + number(1, 5);
      case 11 -> weekday() + "," + weekday().toLowerCase(Locale.ROOT);
      default -> numbers(1, 7);
    };
  }

  private String month() {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> "*";
      case 3 -> month(random.nextInt(12)) + "-" + month(random.nextInt(12));
      default -> numbers(1, 12);
    };
  }

  private String year() {
    return switch (random.nextInt(8)) {
      case 5 -> " *";
      case 6 -> " " + number(2020, 2040) + "-" + number(2041, 2060);
      case 7 -> " " + number(2020, 2060) + "/" + number(1, 7);
      default -> "";
    };
  }

  /** A step of zero seldom, because whoever refuses it answers no further. */
  private String step(int max) {
    return random.nextInt(20) == 0 ? "0" : number(1, max);
  }

  private String number(int min, int max) {
    return Integer.toString(min + random.nextInt(max - min + 1));
  }

  private String weekday() {
    return WEEKDAYS.get(random.nextInt(WEEKDAYS.size()));
  }

  private static String month(int index) {
    return MONTHS.get(index);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
