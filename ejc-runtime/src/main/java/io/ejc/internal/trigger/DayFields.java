package io.ejc.internal.trigger;

import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.IntegerFieldValue;
import com.cronutils.model.field.value.SpecialChar;
import java.util.List;

/** The two parts that name days, with Quartz' letters {@code L}, {@code W} and {@code #}. */
final class DayFields {

  private static final NumberField DAYS_OF_MONTH = NumberField.of(1, 31);
  private static final NumberField DAYS_OF_WEEK = NumberField.of(1, 7);
  private static final int SATURDAY = 7;
  private static final int ABSENT = -1;

  private DayFields() {}

  static void daysOfMonth(FieldExpression expression, List<DayRule> rules) {
    if (expression instanceof And and) {
      and.getExpressions().forEach(part -> daysOfMonth(part, rules));
    } else if (expression instanceof On on && on.getSpecialChar().getValue() != SpecialChar.NONE) {
      rules.add(lettered(on));
    } else {
      rules.add(DayRule.daysOfMonth(DAYS_OF_MONTH.read(expression)));
    }
  }

  static void daysOfWeek(FieldExpression expression, List<DayRule> rules) {
    if (expression instanceof And and) {
      and.getExpressions().forEach(part -> daysOfWeek(part, rules));
    } else if (expression instanceof On on && on.getSpecialChar().getValue() != SpecialChar.NONE) {
      rules.add(letteredWeekday(on));
    } else {
      rules.add(DayRule.weekdays(DAYS_OF_WEEK.read(expression)));
    }
  }

  private static DayRule lettered(On on) {
    int day = on.getTime().getValue();
    int offset = on.getNth().getValue();
    return switch (on.getSpecialChar().getValue()) {
      case L -> {
        require(day == ABSENT, "day of month L or L-n", on);
        yield DayRule.beforeLastDay(offset == ABSENT ? 0 : offset);
      }
      case LW -> DayRule.lastWorkingDay();
      case W -> {
        require(day >= 1 && day <= 31, "day of month 1W to 31W", on);
        yield DayRule.workingDayNearest(day);
      }
      default -> throw unreadable("day of month 1 to 31, L, L-n, LW or nW", on);
    };
  }

  private static DayRule letteredWeekday(On on) {
    int weekday = on.getTime().getValue();
    int nth = on.getNth().getValue();
    return switch (on.getSpecialChar().getValue()) {
      // a lone L is the last day of the week, as in Quartz
      case L ->
          weekday == ABSENT
              ? DayRule.weekdays(DAYS_OF_WEEK.read(on(SATURDAY)))
              : DayRule.lastWeekday(DayRule.ofQuartzNumber(weekday));
      case HASH -> {
        require(nth >= 1 && nth <= 5, "day of week n#1 to n#5", on);
        yield DayRule.nthWeekday(DayRule.ofQuartzNumber(weekday), nth);
      }
      default -> throw unreadable("day of week 1 to 7, SUN to SAT, nL or n#m", on);
    };
  }

  private static On on(int number) {
    return new On(new IntegerFieldValue(number));
  }

  private static void require(boolean holds, String rule, On found) {
    if (!holds) {
      throw unreadable(rule, found);
    }
  }

  private static UnreadablePart unreadable(String rule, On found) {
    return new UnreadablePart(rule + "; found " + found.asString());
  }
}
