package dev.spillway.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Which keys there are, and what may stand under each: read off the records. */
final class Schema {
  private Schema() {}

  /** What may stand under a key. */
  sealed interface Node {
    /** What it means. */
    String meaning();
  }

  /** A map with known keys: a record. */
  record Section(Class<? extends Record> type, String meaning, Map<String, Node> children)
      implements Node {

    /** The key for which the section may be written as a single value. */
    Optional<String> shortForm() {
      return Optional.ofNullable(type.getAnnotation(ShortForm.class)).map(ShortForm::value);
    }
  }

  /** A map from names of the operator's choice to sections of one kind. */
  record Named(String meaning, Section each) implements Node {}

  /** A value. */
  record Leaf(Setting setting, Shape shape, ValueFormat format) implements Node {
    @Override
    public String meaning() {
      return setting.value();
    }
  }

  /** How many values there are under a key. */
  enum Shape {
    SINGLE,
    LIST,
    MAP
  }

  /** The schema of a record, and of the records in it. */
  static Section of(Class<? extends Record> type) {
    return section(type, "");
  }

  private static Section section(Class<? extends Record> type, String meaning) {
    Map<String, Node> children = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        children.put(Paths.kebab(component.getName()), node(component, setting));
      }
    }
    return new Section(type, meaning, Collections.unmodifiableMap(children));
  }

  private static Node node(RecordComponent component, Setting setting) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      return section(type.asSubclass(Record.class), setting.value());
    }
    if (type == Map.class) {
      Class<?> valueType = argument(component, 1);
      return valueType.isRecord()
          ? new Named(setting.value(), section(valueType.asSubclass(Record.class), ""))
          : new Leaf(setting, Shape.MAP, format(valueType, setting));
    }
    if (type == List.class) {
      return new Leaf(setting, Shape.LIST, format(argument(component, 0), setting));
    }
    if (type == Optional.class) {
      ValueFormat inner = format(argument(component, 0), setting);
      return new Leaf(setting, Shape.SINGLE, new OptionalFormat(type, inner));
    }
    return new Leaf(setting, Shape.SINGLE, format(type, setting));
  }

  private static Class<?> argument(RecordComponent component, int index) {
    Type argument =
        ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
    return (Class<?>) argument;
  }

  private static ValueFormat format(Class<?> type, Setting setting) {
    if (type == int.class) {
      return new IntFormat(number(setting, Integer.MAX_VALUE));
    } else if (type == long.class) {
      return number(setting, Long.MAX_VALUE);
    } else if (type == OptionalInt.class) {
      return new OptionalFormat(type, number(setting, Integer.MAX_VALUE));
    } else if (type == OptionalLong.class) {
      return new OptionalFormat(type, number(setting, Long.MAX_VALUE));
    } else if (type == OptionalDouble.class) {
      return new OptionalFormat(type, new DecimalFormat(setting.max()));
    } else if (type == Duration.class) {
      return new DurationFormat(setting.min(), setting.max());
    } else if (type == boolean.class) {
      return WordFormat.ofBoolean();
    } else if (type.isEnum()) {
      return WordFormat.of(type);
    } else if (type == String.class) {
      return new TextFormat(setting.form());
    }
    throw new IllegalStateException("no format reads a " + type + " from the configuration");
  }

  private static ValueFormat number(Setting setting, long largest) {
    long max = Math.min(setting.max(), largest);
    return setting.bytes()
        ? new SizeFormat(setting.min(), max)
        : new WholeNumberFormat(setting.min(), max);
  }
}
