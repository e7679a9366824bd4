package io.ejc.internal.trigger;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.parser.CronParser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a cron expression apart with cron-utils' parser. Only its syntax tree is used: its search
 * for the next time errs on ranges that wrap ({@code 22-4}) and has daylight saving rules of its
 * own.
 */
final class CronParts {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

  private static final int DAY_OF_MONTH = 3;
  private static final int DAY_OF_WEEK = 5;

  private static final List<Part> PARTS =
      List.of(
          new Part("seconds", "0 to 59", "%s 0 0 * * ?"),
          new Part("minutes", "0 to 59", "0 %s 0 * * ?"),
          new Part("hours", "0 to 23", "0 0 %s * * ?"),
          new Part("day of month", "1 to 31, L, L-n, LW, nW or ?", "0 0 0 %s * ?"),
          new Part("month", "1 to 12 or JAN to DEC", "0 0 0 * %s ?"),
          new Part("day of week", "1 to 7 or SUN to SAT, nL, n#m or ?", "0 0 0 ? * %s"),
          new Part("year", "1970 to 2099", "0 0 0 * * ? %s"));

  /**
   * A part of the expression.
   *
   * @param label its name for people
   * @param rule what may stand there
   * @param alone an expression in which it is the only part that can be wrong
   */
  private record Part(String label, String rule, String alone) {

    boolean accepts(String text) {
      return read(String.format(alone, text)).isPresent();
    }
  }

  private CronParts() {}

  static CronFields parse(String cron) {
    List<String> parts = cron.isBlank() ? List.of() : List.of(cron.strip().split("\\s+"));
    if (parts.size() < 6 || parts.size() > 7) {
      throw refused(
          cron,
          "6 or 7 parts: seconds, minutes, hours, day of month, month, day of week, year; found "
              + parts.size());
    }
    boolean anyDayOfMonth = parts.get(DAY_OF_MONTH).equals("?");
    boolean anyDayOfWeek = parts.get(DAY_OF_WEEK).equals("?");
    if (anyDayOfMonth == anyDayOfWeek) {
      throw refused(cron, "? as day of month or as day of week, and not as both");
    }
    for (int i = 0; i < parts.size(); i++) {
      // "?" was judged above, and in the expressions of one part it would stand twice
      if (!(parts.get(i).equals("?") && (i == DAY_OF_MONTH || i == DAY_OF_WEEK))
          && !PARTS.get(i).accepts(parts.get(i))) {
        throw refused(cron, PARTS.get(i), parts.get(i));
      }
    }
    Cron tree = read(cron).orElseThrow(() -> refused(cron, "Quartz' cron syntax"));
    return fields(cron, tree.retrieveFieldsAsMap(), anyDayOfMonth);
  }

  private static Optional<Cron> read(String cron) {
    if (cron.indexOf('|') >= 0) {
      return Optional.empty(); // several expressions in one: an extension that Quartz does not have
    }
    try {
      return Optional.of(PARSER.parse(cron));
    } catch (RuntimeException e) {
      // its messages do not say which part is meant, so the parts are tried one by one instead
      return Optional.empty();
    }
  }

  private static CronFields fields(
      String cron, Map<CronFieldName, CronField> tree, boolean byDayOfWeek) {
    List<DayRule> days = new ArrayList<>();
    try {
      if (byDayOfWeek) {
        DayFields.daysOfWeek(expression(tree, CronFieldName.DAY_OF_WEEK), days);
      } else {
        DayFields.daysOfMonth(expression(tree, CronFieldName.DAY_OF_MONTH), days);
      }
      return new CronFields(
          NumberField.of(0, 59).read(expression(tree, CronFieldName.SECOND)),
          NumberField.of(0, 59).read(expression(tree, CronFieldName.MINUTE)),
          NumberField.of(0, 23).read(expression(tree, CronFieldName.HOUR)),
          days,
          NumberField.of(1, 12).read(expression(tree, CronFieldName.MONTH)),
          years(tree));
    } catch (UnreadablePart e) {
      throw refused(cron, e.rule());
    }
  }

  private static BitSet years(Map<CronFieldName, CronField> tree) {
    NumberField years = NumberField.of(CronFields.FIRST_YEAR, CronFields.LAST_YEAR);
    return tree.containsKey(CronFieldName.YEAR)
        ? years.read(expression(tree, CronFieldName.YEAR))
        : years.all();
  }

  private static FieldExpression expression(
      Map<CronFieldName, CronField> tree, CronFieldName name) {
    return Optional.ofNullable(tree.get(name))
        .map(CronField::getExpression)
        .orElseThrow(() -> new UnreadablePart("a part for " + name));
  }

  private static MalformedCron refused(String cron, Part part, String found) {
    return refused(cron, part.label + " " + part.rule + "; found " + found);
  }

  private static MalformedCron refused(String cron, String rule) {
    return new MalformedCron(cron, rule);
  }
}
