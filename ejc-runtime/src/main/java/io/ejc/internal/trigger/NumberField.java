package io.ejc.internal.trigger;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.IntegerFieldValue;
import com.cronutils.model.field.value.SpecialChar;
import java.util.BitSet;

/**
 * A part that is a set of numbers. Ranges may wrap, as Quartz' do: {@code 22-4} crosses midnight.
 */
record NumberField(int min, int max) {

  static NumberField of(int min, int max) {
    return new NumberField(min, max);
  }

  BitSet all() {
    return steps(min, max, 1);
  }

  BitSet read(FieldExpression expression) {
    if (expression instanceof Always) {
      return all();
    }
    if (expression instanceof And and) {
      BitSet union = new BitSet();
      and.getExpressions().forEach(part -> union.or(read(part)));
      return union;
    }
    if (expression instanceof Between between) {
      return steps(number(between.getFrom()), number(between.getTo()), 1);
    }
    if (expression instanceof Every every) {
      return every(every);
    }
    if (expression instanceof On on && on.getSpecialChar().getValue() == SpecialChar.NONE) {
      int number = number(on.getTime());
      return steps(number, number, 1);
    }
    throw unreadable(expression.asString());
  }

  private BitSet every(Every every) {
    int step = number(every.getPeriod());
    FieldExpression of = every.getExpression();
    if (of instanceof Always) {
      return steps(min, max, step);
    }
    if (of instanceof Between between) {
      return steps(number(between.getFrom()), number(between.getTo()), step);
    }
    if (of instanceof On on && on.getSpecialChar().getValue() == SpecialChar.NONE) {
      return steps(number(on.getTime()), max, step);
    }
    throw unreadable(every.asString());
  }

  private BitSet steps(int from, int to, int step) {
    if (from < min || from > max || to < min || to > max || step < 1) {
      throw unreadable(from + "-" + to + "/" + step);
    }
    BitSet numbers = new BitSet(max + 1);
    int span = max - min + 1;
    int last = to < from ? to + span : to;
    for (int number = from; number <= last; number += step) {
      numbers.set((number - min) % span + min);
    }
    return numbers;
  }

  private int number(FieldValue<?> value) {
    if (value instanceof IntegerFieldValue number) {
      return number.getValue();
    }
    throw unreadable(value.toString());
  }

  private UnreadablePart unreadable(String found) {
    return new UnreadablePart(
        "numbers from " + min + " to " + max + ", ranges and steps of them; found " + found);
  }
}
