package dev.spillway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one value of the configuration and says how it is read. The key in YAML is the name of
 * the record component in kebab case, below the keys of the records around it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What the value means, in one or two sentences; says what 0 or {@code none} means. */
  String value();

  /**
   * The value where nothing is set, written as it would be in YAML. Only a list, map or {@link
   * java.util.Optional} can do without; it is empty then.
   */
  String defaultValue() default "";

  /**
   * An environment variable that sets this value for the default pool or the whole process beside
   * the one derived from its path; the report's names are kept this way.
   */
  String alias() default "";

  /** The smallest number allowed; for durations in milliseconds, for sizes in bytes. */
  long min() default 0;

  /** The largest number allowed; for durations in milliseconds, for sizes in bytes. */
  long max() default Long.MAX_VALUE;

  /** Whether a number is a size in bytes, written as {@code 16KB} or {@code 512MB}. */
  boolean bytes() default false;

  /** The form a text must have; for lists and maps, each text in it. */
  TextForm form() default TextForm.LINE;

  /**
   * What stands between the items of a list that is written as one text, as in the environment; a
   * blank stands for white space of any length.
   */
  String separator() default ",";
}
