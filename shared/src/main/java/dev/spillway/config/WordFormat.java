package dev.spillway.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of several known words: an enum's constants in kebab case, or true and false. */
record WordFormat(Map<String, Object> words) implements ValueFormat {

  static WordFormat of(Class<?> enumType) {
    Map<String, Object> words = new LinkedHashMap<>();
    Arrays.stream(enumType.getEnumConstants())
        .forEach(constant -> words.put(wordOf((Enum<?>) constant), constant));
    return new WordFormat(words);
  }

  private static String wordOf(Enum<?> constant) {
    return constant instanceof ConfigWord word ? word.word() : Paths.kebab(constant.name());
  }

  static WordFormat ofBoolean() {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("true", true);
    words.put("false", false);
    return new WordFormat(words);
  }

  @Override
  public Object read(String text) throws BadValue {
    Object meant = words.get(text);
    if (meant == null) {
      throw new BadValue("is unknown", Nearest.to(text, words.keySet()));
    }
    return meant;
  }

  @Override
  public String allowed() {
    return String.join(", ", words.keySet());
  }
}
